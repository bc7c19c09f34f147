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

/// The keys that begin so.
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) else {
        return Vec::new();
    };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?);
    keys.filter(|key| key.starts_with(prefix)).collect()
}

/// Forgets what is stored under every key that begins so.
pub fn remove_all(prefix: &str) {
    for key in keys(prefix) {
        remove(&key);
    }
}

/// The same for this tab alone, as long as it is open.
pub mod of_tab {
    use web_sys::Storage;

    fn storage() -> Option<Storage> {
        web_sys::window()?.session_storage().ok()?
    }

    /// Stores a text; says whether the browser took it.
    pub fn set(key: &str, value: &str) -> bool {
        storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
    }

    /// What is stored under a key.
    pub fn get(key: &str) -> Option<String> {
        storage()?.get_item(key).ok()?
    }

    /// What is stored under a key, which is forgotten.
    pub fn take(key: &str) -> Option<String> {
        let value = storage()?.get_item(key).ok()??;
        let _ = storage()?.remove_item(key);
        Some(value)
    }
}

/// Forgets what is stored under a key.
pub fn remove(key: &str) {
    if let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok()?) {
        let _ = storage.remove_item(key);
    }
}
