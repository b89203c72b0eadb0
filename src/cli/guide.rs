//! `postil guide`: how to make editions, as a site.

use clap::Args;

use super::{Failure, Result, console::Console, print, serve};
use crate::preview::Guide;

/// Arguments of `guide`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The port; a free one if not said
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Open it in a browser
    #[arg(long)]
    open: bool,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result {
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
