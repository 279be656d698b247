-- Meeting server: token authentication of Jitsi Meet

plugin_paths = { "/usr/share/jitsi-meet/prosody-plugins/" }

asap_accepted_issuers = { "meet-portal" }
asap_accepted_audiences = { "meet-portal" }

VirtualHost "meet.sanderling.example"
    authentication = "token"
    app_id = "meet-portal"
    app_secret = "knot-and-sanderling-at-low-tide"
    allow_empty_token = false
    modules_enabled = {
        "bosh";
        "pubsub";
        "ping";
        "speakerstats";
        "token_verification";
    }
    c2s_require_encryption = false

Component "conference.meet.sanderling.example" "muc"
    storage = "memory"
    modules_enabled = { "token_verification" }
