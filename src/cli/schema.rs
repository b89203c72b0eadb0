//! `postil schema`: the JSON Schema of each YAML file.

use clap::{Args, builder::PossibleValuesParser};
use serde_json::{Map, Value};

use super::{Failure, print};
use crate::schema;

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which file [default: all, as one object by name]
    #[arg(value_parser = PossibleValuesParser::new(schema::NAMES))]
    name: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let one = |name: &str| schema::schema(name).map_or(Value::Null, Value::from);
    let printed = match &arguments.name {
        Some(name) => one(name),
        None => schema::NAMES
            .into_iter()
            .map(|name| (name.to_owned(), one(name)))
            .collect::<Map<_, _>>()
            .into(),
    };
    let json = serde_json::to_string_pretty(&printed).expect("a schema is always JSON");
    print(format!("{json}\n").as_bytes())
}
