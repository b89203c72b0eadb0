//! `postil merge`: makes the site of parts that were built on their own.

use std::path::{Path, PathBuf};

use clap::Args;
use url::Url;

use super::{
    Failure, Format, Result,
    build::{
        Times, name_of, open_output, options, program, publish, refused, say_left_out, told,
        written,
    },
    console::Console,
    progress::Progress,
};
use crate::{
    disk::{FolderInput, default_output, read_of_site},
    model::parse::settings::parse_base_url,
    site::{Misfit, ShardFolder, merge},
};

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folders that `postil build --shard` has written, of all parts
    #[arg(value_name = "DIR", required = true)]
    shards: Vec<PathBuf>,
    /// Where the site goes [default: `public` below the root]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand; the parts must have been built for it
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<Url>,
    /// Print drafts, too; the parts must have been built with them
    #[arg(long)]
    drafts: bool,
    /// How to print what is wrong
    #[arg(long, default_value = "human")]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result {
    let times = Times::new();
    let folder = match &arguments.output {
        Some(folder) => folder.clone(),
        None => default_output(root).map_err(refused)?,
    };
    refuse_shards(&folder, &arguments.shards)?;
    let output = open_output(&folder, root)?;
    let options = options(arguments.base_url.as_ref(), arguments.drafts);
    let readers: Vec<_> =
        arguments.shards.iter().map(|shard| move |path: &str| read_of_site(shard, path)).collect();
    let named = arguments.shards.iter().zip(&readers);
    let shards: Vec<ShardFolder<'_>> = named
        .map(|(shard, read)| ShardFolder { name: shard.display().to_string(), read })
        .collect();
    let progress = Progress::new(&output);
    let is_over = |phase| times.end(name_of(phase));
    let input = FolderInput::new(root);
    let merged = merge(&options, &input, &progress, &shards, &program(), &is_over);
    progress.finish();
    let report = merged.map_err(|misfits| {
        let lines: Vec<String> = misfits.iter().map(Misfit::to_string).collect();
        Failure::Usage(format!("{}\nthe site is as it was", lines.join("\n")))
    })?;
    let report = told(report, &folder, arguments.format, root, console)?;
    let published = publish(&output, &report)?;
    times.end("write");
    console.detail(&times.told());
    console.say(&written(&report, published, options.drafts, &times));
    say_left_out(&report, console);
    Ok(())
}

/// Refuses to write the site into the folder of a shard, whose list of articles would go.
fn refuse_shards(output: &Path, shards: &[PathBuf]) -> Result {
    let Ok(output) = output.canonicalize() else { return Ok(()) };
    let is_output = |shard: &&PathBuf| shard.canonicalize().is_ok_and(|shard| shard == output);
    match shards.iter().find(is_output) {
        Some(shard) => Err(Failure::Usage(format!(
            "{} is the folder of a shard; name another with `--output`",
            shard.display()
        ))),
        None => Ok(()),
    }
}
