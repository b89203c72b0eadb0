//! The live preview: an edition served as it is on disk, and shown anew as soon
//! as a file of it changes.
//!
//! ```text
//! watch → snapshot → stage → pages (HTTP) ← browser
//!                      └──→ events (SSE) ──┘
//! ```
//!
//! `watch.rs` says what was touched, `snapshot.rs` reads it, `stage.rs` holds
//! what pages show: the last state without errors, of which every file is made
//! when it is asked for. `connections.rs` takes connections and ends those that
//! stall, `guard.rs` keeps strangers out (by `owner.rs` other users, too),
//! `routes.rs` says who answers: `pages.rs` with files of the site, `events.rs`
//! with changes as they happen, `api/` what the editor asks; `server.rs` is what
//! they share. An open page that is told of a change fetches itself anew, and
//! changes what differs. Nothing here writes to the site, and the preview's own
//! script is added to the answer alone.
#![expect(clippy::disallowed_methods, reason = "this is the edge that reads files and knows time")]

pub mod api;
mod connections;
mod events;
mod guard;
mod owner;
mod pages;
mod routes;
mod server;
mod snapshot;
mod stage;
mod undos;
mod watch;

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    path::Path,
    sync::{Arc, mpsc},
    thread,
};

use crate::{edition::Drafts, site::Live};

pub use stage::{Said, Teller};
pub use watch::Watching;

use guard::Guard;
use server::Server;
use snapshot::Touched;
use stage::Stage;
use watch::Watch;

/// How many ports after the one asked for are tried.
const MAX_PORTS: u16 = 100;

/// What to serve, and to whom.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// What happens if the port is taken.
    pub on_taken: OnTaken,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// Whether the editor may save.
    pub editing: Editing,
    /// How to learn of changes.
    pub watching: Watching,
}

/// What to do about a port that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnTaken {
    /// Take the next free one.
    Next,
    /// Give up.
    Refuse,
}

/// Whether the editor in the page may change files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Editing {
    /// It may.
    On,
    /// It may not.
    Off,
}

/// A preview that has its address and has read the edition.
pub struct Preview {
    listener: TcpListener,
    address: SocketAddr,
    guard: Guard,
    stage: Arc<Stage>,
    watch: Watch,
}

impl Preview {
    /// Takes a port and reads the edition at `root`; `tell` prints what there is to say.
    ///
    /// # Errors
    ///
    /// If no port can be had, or the folders of the edition cannot be watched.
    pub fn new(root: &Path, options: &Options, tell: Teller) -> io::Result<Self> {
        let listener = listen(options)?;
        let address = listener.local_addr()?;
        let may_edit = options.editing == Editing::On;
        let guard = Guard::new(options.host, address.port(), may_edit)?;
        // Watched first, read then: no change falls between the two.
        let watch = Watch::new(root, options.watching)?;
        let (inspector, editions) = mpsc::channel();
        let stage = Arc::new(Stage::new(root, options.drafts, tell, inspector));
        let inspecting = stage.clone();
        thread::spawn(move || inspect(&inspecting, editions));
        // Whoever is told the address finds the edition there.
        stage.update(&Touched::Everything);
        Ok(Self { listener, address, guard, stage, watch })
    }

    /// Returns the port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns the address of the front page.
    #[must_use]
    pub fn url(&self) -> String {
        let (_, live) = self.stage.shown();
        let path = live.as_ref().map_or("/", |live| live.base_path());
        format!("http://{}{path}", self.address)
    }

    /// Serves until the process is told to end.
    ///
    /// # Errors
    ///
    /// If the machine has no threads or sockets left.
    pub fn run(self) -> io::Result<()> {
        let Self { listener, guard, stage, watch, .. } = self;
        let followed = stage.clone();
        thread::spawn(move || follow(watch, &followed));
        connections::run(listener, &routes::routes(Server::new(guard, stage)))
    }
}

/// Takes the port that is asked for, or the next that is free.
fn listen(options: &Options) -> io::Result<TcpListener> {
    let last = match options.on_taken {
        OnTaken::Next if options.port > 0 => options.port.saturating_add(MAX_PORTS),
        OnTaken::Next | OnTaken::Refuse => options.port,
    };
    let mut port = options.port;
    loop {
        match TcpListener::bind((options.host, port)) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
            bound => return bound,
        }
    }
}

/// Takes in whatever changes in the edition.
fn follow(mut watch: Watch, stage: &Stage) {
    loop {
        if let Some(reason) = watch.take_reason() {
            stage.say(&Said::Polling(&reason));
        }
        let Some(paths) = watch.next() else { return };
        stage.update(&paths);
    }
}

/// Looks through editions in the background, the latest only, on one thread:
/// the others are for what somebody waits for.
fn inspect(stage: &Stage, editions: mpsc::Receiver<(u64, Arc<Live>)>) {
    let look = move || {
        while let Ok(next) = editions.recv() {
            let (generation, live) = editions.try_iter().last().unwrap_or(next);
            stage.inspect(generation, &live);
        }
    };
    // Work that the core shares among threads stays within the pool that it begins in.
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(look),
        Err(_) => look(),
    }
}
