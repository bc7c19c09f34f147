//! Reading the archive's JSON with little code.
//!
//! Serde makes a reader of its own for every type, and for every list and pair of such: a quarter of a megabyte of the
//! reader's module was that. Here a type says which names its fields have, and one loop reads them all. Builder and tests
//! read by serde, and a test holds each against the other.

mod read;
#[cfg(test)]
mod tests;
mod types;
mod write;

use std::fmt;

pub use read::Reader;
pub(crate) use write::Object;

/// What can be read from JSON.
pub trait Json {
    /// A value to read into; what an optional field is where it is absent.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads a value into this one, which is blank.
    ///
    /// # Errors
    /// Where something else is there.
    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error>;
}

/// Reads a text that is one value.
///
/// # Errors
/// Says what is wrong with the text, and where.
pub fn from_str<T: Json>(text: &str) -> Result<T, Error> {
    let mut value = T::blank();
    read::whole(text, &mut value)?;
    Ok(value)
}

/// What is wrong with a text, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    what: What,
    at: usize,
    /// Line and column, from 1 on.
    place: (usize, usize),
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum What {
    Expected(&'static str),
    Missing(&'static str),
    Twice(&'static str),
    /// It is said in these words.
    Said(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what {
            What::Expected(what) => write!(f, "expected {what}"),
            What::Missing(name) => write!(f, "missing field `{name}`"),
            What::Twice(name) => write!(f, "duplicate field `{name}`"),
            What::Said(what) => f.write_str(what),
        }?;
        let (line, column) = self.place;
        write!(f, " at line {line} column {column}")
    }
}

impl std::error::Error for Error {}

/// Makes a type read as an object of these fields; those after the semicolon may be absent.
macro_rules! object {
    ($type:ident { $($field:ident),* ; $($optional:ident),* }) => {
        impl $crate::json::Json for $type {
            fn blank() -> Self {
                Self {
                    $($field: $crate::json::Json::blank(),)*
                    $($optional: $crate::json::Json::blank(),)*
                }
            }

            fn read(&mut self, from: &mut $crate::json::Reader<'_>) -> Result<(), $crate::json::Error> {
                const REQUIRED: &[&str] = &[$(stringify!($field)),*];
                // No field is forgotten: this names them all.
                let Self { $($field,)* $($optional,)* } = self;
                from.object(
                    REQUIRED.len(),
                    &[$(stringify!($field),)* $(stringify!($optional),)*],
                    &mut [$($field,)* $($optional,)*],
                )
            }
        }
    };
}

/// Makes a type read as another one, which becomes this one.
macro_rules! through {
    ($type:ident from $stored:ty) => {
        impl $crate::json::Json for $type {
            fn blank() -> Self {
                <$stored as $crate::json::Json>::blank().into()
            }

            fn read(&mut self, from: &mut $crate::json::Reader<'_>) -> Result<(), $crate::json::Error> {
                let mut stored: $stored = $crate::json::Json::blank();
                stored.read(from)?;
                *self = stored.into();
                Ok(())
            }
        }
    };
}

pub(crate) use {object, through};
