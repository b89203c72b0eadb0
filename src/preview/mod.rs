//! The live preview: an edition served as it is on disk, and shown anew as soon
//! as a file of it changes.
//!
//! ```text
//! watch → snapshot → state → pages (HTTP) ← browser
//!                      └──→ events (SSE) ──┘
//! ```
//!
//! `watch.rs` says what was touched, `snapshot.rs` reads it, `state.rs` holds what pages
//! show: the last edition without errors, of which every file is made when it is asked for.
//! `connections.rs` takes connections and ends those that stall, `guard.rs` keeps strangers
//! out (by `owner.rs` other users, too). Who is let in is answered by `pages.rs` with files of
//! the site, by `events.rs` with changes as they happen, by `api/` with what the editor asks;
//! what that has written, `undos.rs` can take back. `guide.rs` is the guide. `versions.rs` knows
//! which entries changed, `moves.rs` which articles were renamed. An open page that is told of
//! a change fetches itself anew, and changes what differs. Nothing here writes to the site,
//! and the preview's own script is added to the answer alone.
#![expect(clippy::disallowed_methods, reason = "this is the edge that reads files and knows time")]

mod api;
mod connections;
mod events;
mod guard;
mod guide;
mod moves;
mod owner;
mod pages;
mod snapshot;
mod state;
mod undos;
mod versions;
mod watch;

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::time::timeout;

use crate::{edition::Drafts, io::address::encode, yaml};

pub use guide::{Guide, edition as guide_edition};
pub use state::{Said, Teller};

use guard::{Ends, Guard};
use snapshot::Touched;
use state::PreviewState;
use watch::Watch;

/// How many ports after the one asked for are tried.
const MAX_PORTS: u16 = 100;

/// Bytes of a request's body.
const MAX_BODY: usize = 256 * 1024;
/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of YAML of which is kept what was read: some versions of the sidecars of an article,
/// and the lists that articles share. What comes of a text takes some ten times as much.
const MAX_RECENT_YAML: usize = 2 << 20;

/// What to serve, and to whom.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// Whether another port will not do, should that be taken.
    pub is_port_fixed: bool,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// Whether the editor in the page may change files.
    pub may_edit: bool,
    /// Whether files are looked at again and again, instead of waiting for the system's events.
    pub is_polling: bool,
}

/// A preview that has its address and has read the edition.
pub struct Preview {
    listener: TcpListener,
    address: SocketAddr,
    state: Arc<PreviewState>,
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
        let guard = Guard::new(options.host, address.port(), options.may_edit)?;
        yaml::recent::keep_up_to(MAX_RECENT_YAML);
        // Watched first, read then: no change falls between the two.
        let watch = Watch::new(root, options.is_polling)?;
        let state = Arc::new(PreviewState::new(root, options.drafts, guard, tell));
        let (inspecting, (_, events)) = (state.clone(), state.listen());
        thread::spawn(move || {
            // What the core shares among threads stays within the pool that it begins in: the
            // others are for what somebody waits for.
            match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
                Ok(pool) => pool.install(|| inspecting.inspect_all(events)),
                Err(_) => inspecting.inspect_all(events),
            }
        });
        // Whoever is told the address finds the edition there.
        state.update(&Touched::Everything);
        Ok(Self { listener, address, state, watch })
    }

    /// Returns the port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns the address of the front page.
    #[must_use]
    pub fn url(&self) -> String {
        let (_, live) = self.state.shown();
        let path = live.as_ref().map_or("/", |live| live.base_path());
        format!("http://{}{path}", self.address)
    }

    /// Returns the address of the page to open first: of the only article, where there is but
    /// one, so that its passages are before everybody's eyes.
    #[must_use]
    pub fn first_page(&self) -> String {
        let (_, live) = self.state.shown();
        let only = live.as_ref().and_then(|live| live.only_article());
        only.map_or_else(|| self.url(), |slug| format!("{}{}/", self.url(), encode(slug)))
    }

    /// Serves until the process is told to end.
    ///
    /// # Errors
    ///
    /// If the machine has no threads or sockets left.
    pub fn run(self) -> io::Result<()> {
        let Self { listener, state, mut watch, .. } = self;
        let following = state.clone();
        thread::spawn(move || {
            loop {
                if let Some(reason) = watch.take_reason() {
                    (following.tell)(&Said::Polling(&reason));
                }
                let Some(touched) = watch.next() else { return };
                following.survive(|state| state.update(&touched));
            }
        });
        connections::run(listener, &routes(state))
    }
}

/// Takes the port that is asked for, or the next that is free.
fn listen(options: &Options) -> io::Result<TcpListener> {
    let n_more = if options.is_port_fixed || options.port == 0 { 0 } else { MAX_PORTS };
    let mut port = options.port;
    loop {
        match TcpListener::bind((options.host, port)) {
            Err(error)
                if error.kind() == io::ErrorKind::AddrInUse
                    && port < options.port.saturating_add(n_more) =>
            {
                port += 1;
            }
            bound => return bound,
        }
    }
}

/// Returns what answers requests; each must come with its [`Ends`].
fn routes(state: Arc<PreviewState>) -> Router {
    Router::new()
        .route("/_postil/events", get(events::stream))
        .route("/_postil/desk", get(pages::desk))
        .route("/_postil/guide/", get(guide::front))
        .route("/_postil/guide/{*path}", get(guide::page))
        .route("/_postil/{*path}", get(pages::asset))
        .nest("/_postil/api", api::routes(&state))
        .fallback(pages::page)
        .layer(middleware::from_fn_with_state(state.clone(), admit))
        .with_state(state)
}

/// Lets a request in whose host and origin are this server's.
async fn admit(State(state): State<Arc<PreviewState>>, request: Request, next: Next) -> Response {
    let (_, live) = state.shown();
    let base_path = live.as_ref().map_or("/", |live| live.base_path());
    let policy = guard::policy(request.headers(), base_path);
    let ends: Option<&Ends> = request.extensions().get();
    let mut answer = match state.guard.refusal(request.headers(), ends) {
        Some((status, said)) => {
            (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], said).into_response()
        }
        None if matches!(*request.method(), Method::GET | Method::HEAD) => next.run(request).await,
        None => match received(request).await {
            Ok(request) => next.run(request).await,
            Err(status) => status.into_response(),
        },
    };
    guard::seal(answer.headers_mut(), policy);
    answer
}

/// Waits for the body of a request; one that trickles in is cut off.
///
/// What is asked for may take as long as it takes: whoever is told that it took
/// too long would find it done all the same.
async fn received(request: Request) -> Result<Request, StatusCode> {
    let (head, body) = request.into_parts();
    let whole = timeout(PATIENCE, to_bytes(body, MAX_BODY)).await;
    let bytes = whole
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)?
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    Ok(Request::from_parts(head, Body::from(bytes)))
}
