//! Local storage, where the browser gives it.

/// What is stored under a key.
pub fn get(key: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(key).ok()?
}

/// Stores a text; says whether the browser took it.
pub fn set(key: &str, value: &str) -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    storage.is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets what is stored under every key that begins so.
pub fn remove_all(prefix: &str) {
    let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) else {
        return;
    };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?);
    for key in keys.filter(|key| key.starts_with(prefix)).collect::<Vec<_>>() {
        let _ = storage.remove_item(&key);
    }
}

/// Forgets what is stored under a key.
pub fn remove(key: &str) {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        let _ = storage.remove_item(key);
    }
}
