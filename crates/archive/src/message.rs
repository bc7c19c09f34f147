//! Every word of the interface, in each language.
//!
//! [`Messages`] is a plain struct with one field a message, so a language that lacks one does not compile.
