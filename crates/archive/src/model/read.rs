//! How the reader takes in what is no object of fields.

use super::{Fingerprint, Kind};
use crate::json::{Error, Json, Reader};

impl Json for Kind {
    fn blank() -> Self {
        Kind::Summaries
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        let mut name = String::new();
        from.string(&mut name)?;
        let kinds = [Kind::Summaries, Kind::Bodies, Kind::Terms];
        let kind = kinds.into_iter().find(|kind| kind.slug() == name);
        *self = kind.ok_or_else(|| from.expected("`summaries`, `bodies` or `terms`"))?;
        Ok(())
    }
}

impl Json for Fingerprint {
    fn blank() -> Self {
        Fingerprint(String::new())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        self.0.read(from)
    }
}
