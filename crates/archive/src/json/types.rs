//! How types that are not the archive's own are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Error, Json, Reader};

macro_rules! numbers {
    ($($type:ident),*) => {
        $(impl Json for $type {
            fn blank() -> Self {
                0
            }

            fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
                // Its bounds are those of the type.
                *self = from.whole_number($type::MIN as i64, $type::MAX as u64)? as $type;
                Ok(())
            }
        })*
    };
}

numbers!(u8, u16, u32, u64, i32);

impl Json for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        *self = from.truth()?;
        Ok(())
    }
}

impl Json for char {
    fn blank() -> Self {
        '\0'
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        let mut text = String::new();
        text.read(from)?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => *self = c,
            _ => return Err(from.expected("a single character")),
        }
        Ok(())
    }
}

impl Json for String {
    fn blank() -> Self {
        String::new()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        from.string(self)
    }
}

impl Json for Arc<str> {
    fn blank() -> Self {
        Arc::default()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        let mut text = String::new();
        from.string(&mut text)?;
        *self = text.into();
        Ok(())
    }
}

impl<T: Json> Json for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        if from.null() {
            return Ok(());
        }
        self.insert(T::blank()).read(from)
    }
}

impl<T: Json> Json for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        from.list(&mut |from, _| {
            let mut value = T::blank();
            value.read(from)?;
            self.push(value);
            Ok(())
        })?;
        Ok(())
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn blank() -> Self {
        BTreeMap::new()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        from.entries(&mut |from, name| {
            let mut value = T::blank();
            value.read(from)?;
            self.insert(name.to_owned(), value);
            Ok(())
        })
    }
}

impl<T: Json, const N: usize> Json for [T; N] {
    fn blank() -> Self {
        std::array::from_fn(|_| T::blank())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        from.tuple(&mut self.each_mut().map(|value| value as &mut dyn Json))
    }
}

macro_rules! tuples {
    ($(($($type:ident $at:tt),*)),*) => {
        $(impl<$($type: Json),*> Json for ($($type,)*) {
            fn blank() -> Self {
                ($($type::blank(),)*)
            }

            fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
                from.tuple(&mut [$(&mut self.$at),*])
            }
        })*
    };
}

tuples!(
    (A 0, B 1),
    (A 0, B 1, C 2),
    (A 0, B 1, C 2, D 3),
    (A 0, B 1, C 2, D 3, E 4)
);
