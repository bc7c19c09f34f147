// Put into pages by `kanbao serve` alone: loads the page again when the site was rebuilt.
const events = new EventSource("/__kanbao/events");
events.addEventListener("reload", () => location.reload());
