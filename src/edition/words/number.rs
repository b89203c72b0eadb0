//! Numbers as the index writes them: five bits a character, the highest first;
//! a character that is not the last of its number counts 32 more, and zero is
//! `0`. So the characters are `0` to `o` of ASCII.

/// The character that stands for zero.
const ZERO: u8 = b'0';

/// Appends a number.
pub(crate) fn push(bytes: &mut Vec<u8>, number: u32) {
    let mut shift = (31 - (number | 1).leading_zeros()) / 5 * 5;
    while shift > 0 {
        bytes.push(ZERO + 32 + digit(number >> shift));
        shift -= 5;
    }
    bytes.push(ZERO + digit(number));
}

fn digit(number: u32) -> u8 {
    u8::try_from(number & 31).unwrap_or_default()
}

/// Takes a number from the start of `bytes`; `None` if there is none.
pub(crate) fn read(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    loop {
        let value = u32::from(bytes.split_off_first()? - ZERO);
        number = (number << 5) | (value & 31);
        if value < 32 {
            return Some(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_survives_being_written() {
        let numbers = [0, 1, 31, 32, 1023, 1024, 33_825, 1 << 29, u32::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            push(&mut bytes, number);
        }
        assert!(bytes.iter().all(|byte| (b'0'..=b'o').contains(byte)));
        let mut rest = &*bytes;
        assert_eq!(std::array::from_fn(|_| read(&mut rest).unwrap()), numbers);
        assert_eq!(read(&mut rest), None);
    }

    #[test]
    fn small_numbers_are_short() {
        for (number, text) in [(0, "0"), (31, "O"), (32, "Q0"), (1023, "oO")] {
            let mut bytes = Vec::new();
            push(&mut bytes, number);
            assert_eq!(String::from_utf8(bytes).unwrap(), text);
        }
    }
}
