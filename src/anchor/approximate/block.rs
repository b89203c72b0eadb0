//! One block of 64 rows of the table of distances, as differences in bits.

/// How many rows of the table a block holds.
pub(super) const ROWS: usize = u64::BITS as usize;

/// The differences between neighbouring rows of one column: each is +1, 0 or −1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    /// Rows that have one error more than the row above.
    pub(super) more: u64,
    /// Rows that have one error less than the row above.
    pub(super) fewer: u64,
}

impl Block {
    /// The column before the text: as many errors as characters of the pattern.
    pub(super) const FIRST: Self = Self { more: u64::MAX, fewer: 0 };

    /// Moves on by one character of the text, which stands in the pattern in the
    /// rows of `mask`. `carry` is what the row above the block changes by, the
    /// result what the row of `last_row` changes by: +1, 0 or −1.
    pub(super) const fn advance(&mut self, mask: u64, carry: isize, last_row: u64) -> isize {
        let carry_less = (carry < 0) as u64;
        let carry_more = (carry > 0) as u64;
        let vertical = mask | self.fewer;
        let equal = mask | carry_less;
        let diagonal = ((equal & self.more).wrapping_add(self.more) ^ self.more) | equal;
        let mut grows = self.fewer | !(diagonal | self.more);
        let mut shrinks = self.more & diagonal;
        let change = (grows & last_row != 0) as isize - (shrinks & last_row != 0) as isize;
        grows = (grows << 1) | carry_more;
        shrinks = (shrinks << 1) | carry_less;
        self.more = shrinks | !(vertical | grows);
        self.fewer = grows & vertical;
        change
    }
}
