//! Gives words numbers, in the order in which they are first met.

/// A set of words, each with its number from 0.
///
/// All words lie in one buffer, so that a million of them cost no allocation
/// each; and the table of places is looped over by nothing, so that no order of
/// hashes can show.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    text: Vec<u8>,
    /// Where each word ends in `text`.
    ends: Vec<u32>,
    hashes: Vec<u32>,
    /// Open addressing: a word's number plus 1, or 0. A power of two in length.
    slots: Vec<u32>,
}

impl Lexicon {
    /// Returns the number of a word, a new one if it is not known.
    pub(super) fn number_of(&mut self, word: &[u8]) -> usize {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(word);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while let Some(number) = (self.slots[slot] as usize).checked_sub(1) {
            if self.hashes[number] == hash && self.word(number) == word {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        self.text.extend_from_slice(word);
        self.ends.push(narrow(self.text.len()));
        self.hashes.push(hash);
        self.slots[slot] = narrow(self.ends.len());
        self.ends.len() - 1
    }

    /// Returns the word with a number.
    pub(super) fn word(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[number] as usize]
    }

    /// Returns how many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn grow(&mut self) {
        // An article of 1,500 words has some 600 different ones.
        let n_slots = (self.slots.len() * 2).max(2048);
        self.slots = vec![0; n_slots];
        for (number, hash) in self.hashes.iter().enumerate() {
            let mut slot = *hash as usize & (n_slots - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (n_slots - 1);
            }
            self.slots[slot] = narrow(number + 1);
        }
    }
}

/// Eight bytes at a time, by multiplication: words are short, and what comes
/// of equal hashes is only time.
fn hash(word: &[u8]) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = 0_u64;
    for chunk in word.chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(FACTOR);
    }
    narrow((hash >> 32) as usize)
}

/// Returns a number in 32 bits: texts are smaller than that.
pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number() {
        let mut lexicon = Lexicon::default();
        let words: Vec<String> = (0..5000).map(|number| format!("word{number}")).collect();
        for _ in 0..2 {
            for (number, word) in words.iter().enumerate() {
                assert_eq!(lexicon.number_of(word.as_bytes()), number);
            }
        }
        assert_eq!(lexicon.word(4321), b"word4321");
        assert_eq!(lexicon.len(), 5000);
    }
}
