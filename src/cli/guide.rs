//! `postil guide`: how to make editions, as a site, or a page of it as text.

use clap::Args;

use super::{Failure, Result, console::Console, did_you_mean, print, serve};
use crate::preview::Guide;

/// Arguments of `guide`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A page to print, in Markdown, instead of showing all of them
    #[arg(conflicts_with_all = ["port", "open"])]
    page: Option<String>,
    /// The port; a free one if not said
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Open it in a browser
    #[arg(long)]
    open: bool,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result {
    if let Some(name) = &arguments.page {
        return match Guide::page(name) {
            Some(text) => print(text.as_bytes()),
            None => {
                let pages: Vec<String> = Guide::pages().map(str::to_owned).collect();
                let hint = did_you_mean(name, &pages);
                Err(Failure::Usage(format!("the guide has no page `{name}`{hint}")))
            }
        };
    }
    let failed = |error| Failure::at(format_args!("the guide at port {}", arguments.port), error);
    let guide = Guide::new(arguments.port).map_err(failed)?;
    let url = guide.url().map_err(failed)?;
    print(format!("{url}\n").as_bytes())?;
    console.say("Ctrl+C stops");
    if arguments.open {
        serve::open(&url, console);
    }
    guide.run().map_err(failed)
}
