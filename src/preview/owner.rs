//! Whose the other end of a connection within this machine is.

use std::net::SocketAddr;

/// Returns whether the socket at the other end is another user's, neither this one's nor
/// the system's.
///
/// One that is gone by now is nobody's: no answer reaches it.
#[cfg(target_os = "linux")]
pub(super) fn is_another_user(peer: SocketAddr, own: SocketAddr) -> bool {
    use std::{fs, os::unix::fs::MetadataExt};

    let Ok(here) = fs::metadata("/proc/self") else { return false };
    // A socket of version 6 may speak to one of version 4.
    ["/proc/self/net/tcp", "/proc/self/net/tcp6"].iter().any(|table| {
        let sockets = fs::read_to_string(table).unwrap_or_default();
        let user = sockets.lines().find_map(|line| user_of(line, peer, own));
        user.is_some_and(|user| user != 0 && user != here.uid())
    })
}

/// Elsewhere nobody tells.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_another_user(_: SocketAddr, _: SocketAddr) -> bool {
    false
}

/// Returns whose a socket is by its line of the table, if it is at `local` and speaks to
/// `remote`.
#[cfg(target_os = "linux")]
fn user_of(line: &str, local: SocketAddr, remote: SocketAddr) -> Option<u32> {
    let mut fields = line.split_ascii_whitespace().skip(1);
    let is_wanted = address(fields.next()?)? == local && address(fields.next()?)? == remote;
    if is_wanted { fields.nth(4)?.parse().ok() } else { None }
}

/// Returns the address that a table spells as hexadecimal numbers of 32 bits, as the
/// machine has them in memory, and a port.
#[cfg(target_os = "linux")]
fn address(text: &str) -> Option<SocketAddr> {
    use std::net::{Ipv4Addr, Ipv6Addr};

    let (address, port) = text.split_once(':')?;
    let mut bytes = Vec::with_capacity(16);
    for word in address.as_bytes().chunks(8) {
        let word = u32::from_str_radix(std::str::from_utf8(word).ok()?, 16).ok()?;
        bytes.extend(word.to_ne_bytes());
    }
    let address = match <[u8; 4]>::try_from(&*bytes) {
        Ok(bytes) => Ipv4Addr::from(bytes).into(),
        Err(_) => Ipv6Addr::from(<[u8; 16]>::try_from(&*bytes).ok()?).to_canonical(),
    };
    Some((address, u16::from_str_radix(port, 16).ok()?).into())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::{Ipv4Addr, TcpListener, TcpStream};

    use super::*;

    #[test]
    fn sockets_are_found_in_the_tables_of_the_system() {
        let user = |port: u16, line: &str| {
            let local = (Ipv4Addr::LOCALHOST, port).into();
            user_of(line, local, (Ipv4Addr::LOCALHOST, 0x1F90).into())
        };
        // As a machine with little ends writes them.
        if cfg!(target_endian = "little") {
            let line = "1: 0100007F:9C41 0100007F:1F90 01 00:00 00:00 00 1000 0 1 2 3";
            assert_eq!((user(0x9C41, line), user(0x9C42, line)), (Some(1000), None));
            let line = "1: 0000000000000000FFFF00000100007F:9C41 \
                        0000000000000000FFFF00000100007F:1F90 01 00:00 00:00 00 1000 0 1 2 3";
            assert_eq!(user(0x9C41, line), Some(1000));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let own = listener.local_addr().expect("it has an address");
        let stream = TcpStream::connect(own).expect("it can be reached");
        let peer = stream.local_addr().expect("it has an address");
        let table = std::fs::read_to_string("/proc/self/net/tcp").expect("there is a table");
        assert!(table.lines().any(|line| user_of(line, peer, own).is_some()), "{table}");
        assert!(!is_another_user(peer, own));
    }
}
