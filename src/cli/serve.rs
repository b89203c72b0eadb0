//! `postil serve`: the live preview.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::Path,
    process::{Command, Stdio},
};

use clap::Args;

use super::{Failure, Result, console::Console, print};
use crate::{
    edition::Drafts,
    preview::{Options, Preview, Said},
};

/// Arguments of `serve`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct Arguments {
    /// The port; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4173)]
    port: u16,
    /// Fail if the port is taken, instead of taking the next free one
    #[arg(long)]
    strict_port: bool,
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Open the preview in a browser
    #[arg(long)]
    open: bool,
    /// Leave out drafts
    #[arg(long)]
    no_drafts: bool,
    /// Show the edition only: the page cannot change it
    #[arg(long)]
    no_edit: bool,
    /// Let whoever can reach `--host` change the edition
    #[arg(long, conflicts_with = "no_edit")]
    allow_remote_edit: bool,
    /// Look at all files again and again, where the system has no events
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &Arguments, root: &Path, console: &Console) -> Result {
    let Arguments { host, port, .. } = *arguments;
    let is_local = host.is_loopback() || arguments.allow_remote_edit;
    let options = Options {
        host,
        port,
        is_port_fixed: arguments.strict_port,
        drafts: if arguments.no_drafts { Drafts::Exclude } else { Drafts::Include },
        may_edit: is_local && !arguments.no_edit,
        is_polling: arguments.poll,
    };
    let printer = *console;
    let tell = Box::new(move |said: &Said<'_>| match said {
        Said::Found(found) => printer.show(found),
        Said::Polling(reason) => {
            printer.say(&format!("warning: no events from the file system ({reason}); polling"));
        }
        Said::Mended => printer.say("mended, no errors"),
        Said::Failed => printer.error(
            "this change ended in a fault of Postil's, told above; the preview shows what was \
             there before, and goes on with the next change",
        ),
    });
    let preview = Preview::new(root, &options, tell).map_err(|error| {
        Failure::at(format_args!("the preview at {host}:{port} of {}", root.display()), error)
    })?;
    let url = preview.url();
    print(format!("{url}\n").as_bytes())?;
    if options.may_edit {
        console.say("select a passage to annotate it");
    }
    console.say("Ctrl+C stops");
    if port != 0 && preview.port() != port {
        console.say(&format!("port {port} is taken; the preview is at another"));
    }
    if !host.is_loopback() {
        let can = if options.may_edit { "read and change" } else { "read" };
        console.say(&format!("warning: everybody who can reach {host} can {can} this edition"));
    }
    if arguments.open {
        open(&preview.first_page(), console);
    }
    preview.run().map_err(|error| Failure::at("the preview", error))
}

/// Opens an address in a browser.
pub(super) fn open(url: &str, console: &Console) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let started = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = started {
        console.say(&format!("no browser could be opened: {program}: {error}"));
    }
}
