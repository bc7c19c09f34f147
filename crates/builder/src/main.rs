//! kanbao
fn main() {}
