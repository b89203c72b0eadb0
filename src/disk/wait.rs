//! Waits for locks: says so after a second, and gives up after a minute.

use std::{
    fs::{self, TryLockError},
    io,
    path::Path,
    sync::{
        OnceLock,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

/// A wait that takes longer is told.
const UNTOLD: Duration = Duration::from_secs(1);

/// Whatever else holds a lock for longer does not go on.
const PATIENCE: Duration = Duration::from_mins(1);

type Tell = Box<dyn Fn(&Path) + Send + Sync>;

static TELL: OnceLock<Tell> = OnceLock::new();

/// Has whoever waits for a lock told what is locked; the first call counts.
pub fn tell_waiting(tell: impl Fn(&Path) + Send + Sync + 'static) {
    drop(TELL.set(Box::new(tell)));
}

/// Locks a file or folder; others that wait for it take their turn.
///
/// # Errors
///
/// What the system says, or that it took too long ([`io::ErrorKind::TimedOut`]).
pub(super) fn lock(file: fs::File, path: &Path) -> io::Result<fs::File> {
    lock_within(file, path, PATIENCE)
}

fn lock_within(file: fs::File, path: &Path, patience: Duration) -> io::Result<fs::File> {
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::Error(error)) => return Err(error),
        Err(TryLockError::WouldBlock) => {}
    }
    // Whoever gives up leaves a thread behind, which unlocks as soon as it has the lock.
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || drop(sender.send(file.lock().map(|()| file))));
    let untold = UNTOLD.min(patience);
    if let Ok(locked) = receiver.recv_timeout(untold) {
        return locked;
    }
    if let Some(tell) = TELL.get() {
        tell(path);
    }
    match receiver.recv_timeout(patience - untold) {
        Ok(locked) => locked,
        Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("its lock failed")),
        Err(RecvTimeoutError::Timeout) => Err(io::Error::new(
            io::ErrorKind::TimedOut,
            format!(
                "another build or edit has locked {} for too long; end it, and try again",
                path.display()
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_held_ends_in_an_error_that_names_it() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("lock");
        let open = || fs::File::create(&path).expect("a file can be made");
        let held = lock(open(), &path).expect("nobody holds it");
        let patience = Duration::from_millis(10);
        let refused = lock_within(open(), &path, patience).expect_err("it is held");
        assert_eq!(refused.kind(), io::ErrorKind::TimedOut);
        assert!(refused.to_string().contains(&*path.to_string_lossy()), "{refused}");
        drop(held);
        drop(lock(open(), &path).expect("whoever gave up does not keep it"));
    }
}
