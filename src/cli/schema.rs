//! `postil schema`: the JSON Schema of each YAML file.

use std::path::{Path, PathBuf};

use clap::{Args, builder::PossibleValuesParser};
use serde_json::{Map, Value};

use super::{Failure, Result, print};
use crate::{disk, model::schema};

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which file [default: all, as one object by name]
    #[arg(value_parser = PossibleValuesParser::new(schema::NAMES))]
    name: Option<String>,
    /// Write all into a folder, a file each, instead of printing
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result {
    if let Some(folder) = &arguments.output {
        return write_all(folder);
    }
    if let Some(name) = &arguments.name {
        return print(schema::json(name).unwrap_or_default().as_bytes());
    }
    let one = |name: &str| schema::schema(name).map_or(Value::Null, Value::from);
    let all: Map<_, _> =
        schema::NAMES.into_iter().map(|name| (name.to_owned(), one(name))).collect();
    let json = serde_json::to_string_pretty(&all).expect("a schema is always JSON");
    print(format!("{json}\n").as_bytes())
}

/// Writes all schemas into a folder.
pub(super) fn write_all(folder: &Path) -> Result {
    let file = |name| {
        let json = schema::json(name).unwrap_or_default();
        (schema::file_name(name), json.into_bytes())
    };
    let files: Vec<(String, Vec<u8>)> = schema::NAMES.into_iter().map(file).collect();
    disk::write_folder(folder, &files).map_err(|(path, error)| Failure::at(path.display(), error))
}
