//! `postil export`: the edition in formats that other programs read.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};

use super::{Failure, Result, did_you_mean, print};
use crate::{
    diag::{Diagnostics, Severity},
    disk::{self, FolderInput},
    edition::{Drafts, Edition, Options, judge},
    export::{self, Format, Refused},
    io::Input,
};

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The format
    #[arg(long, value_name = "FORMAT", value_parser = format())]
    format: Format,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Export drafts, too
    #[arg(long)]
    drafts: bool,
    /// The article, by the name of its folder [default: all]
    article: Option<String>,
}

fn format() -> impl TypedValueParser<Value = Format> {
    let names = PossibleValuesParser::new(Format::ALL.map(Format::as_str));
    names.map(|name| Format::from_name(&name).expect("each name is that of a format"))
}

pub(super) fn run(arguments: &Arguments, root: &Path) -> Result {
    let drafts = if arguments.drafts { Drafts::Include } else { Drafts::Exclude };
    let options = Options { drafts, ..Options::default() };
    let input = FolderInput::new(root);
    let diagnostics = Diagnostics::default();
    let read = |path: &str| input.read(path).ok();
    let article = arguments.article.as_deref();
    let exported = Edition::load(&options, &input, &diagnostics, |edition| {
        export::export(edition, arguments.format, article, &read, &diagnostics)
    });
    let mut found = judge(diagnostics.into_sorted(), []);
    found.retain(|diagnostic| diagnostic.severity == Severity::Error);
    let Some(exported) = exported.filter(|_| found.is_empty()) else {
        return Err(Failure::Edition(found, String::new()));
    };
    let bytes = exported.map_err(|refused| match refused {
        Refused::SeveralArticles(slugs) => {
            let (format, slugs) = (arguments.format.as_str(), slugs.join(", "));
            Failure::Usage(format!("`{format}` holds one article; say which: {slugs}"))
        }
        Refused::NoSuchArticle(slugs) => {
            let slug = article.unwrap_or_default();
            let hint = did_you_mean(slug, &slugs);
            Failure::Usage(format!("there is no article `{slug}` to export{hint}"))
        }
    })?;
    match &arguments.output {
        None if std::str::from_utf8(&bytes).is_err() && std::io::stdout().is_terminal() => {
            let format = arguments.format.as_str();
            Err(Failure::Usage(format!(
                "`{format}` is no text for a terminal; name a file: --output FILE"
            )))
        }
        None => print(&bytes),
        Some(file) => {
            disk::write_whole(file, &bytes).map_err(|error| Failure::at(file.display(), error))
        }
    }
}
