package main

import "encoding/json"

// What the program can be told. Each command is an object with one of the first members:
//
//	{"user": NAME, "verbs": [...], "namespaces": [...]}  -> {"name", "token", "certificate", "key"}; "*" is all
//	{"revoke": TOKEN}
//	{"namespace": NAME}         a new namespace; `default` and `orders` are there
//	{"fault": KIND, "at": N}    from the Nth request on: none, dead (not carried out, no answer), deaf (carried out, no
//	                            answer), lost (deaf once), race (once, another writer
//	                            comes before it), throttle (429), unready (503), proxy (a web server's 404)
//	{"seen": true}              the verbs since the last asking
func (s *server) command(line []byte) any {
	var told struct {
		User       string
		Verbs      []string
		Namespaces []string
		Revoke     string
		Namespace  string
		Fault      string
		At         int64
		Seen       bool
	}
	if err := json.Unmarshal(line, &told); err != nil {
		return map[string]any{"error": err.Error()}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	switch {
	case told.User != "":
		return s.access.add(told.User, told.Verbs, told.Namespaces)
	case told.Revoke != "":
		s.access.revoke(told.Revoke)
	case told.Namespace != "":
		s.store.namespaces[told.Namespace] = true
	case told.Fault == "none":
		s.fault.Store(nil)
	case told.Fault != "":
		now := &fault{kind: told.Fault}
		now.left.Store(max(told.At, 1))
		s.fault.Store(now)
	case told.Seen:
		seen := s.seen
		s.seen = nil
		if seen == nil {
			seen = []string{}
		}
		return seen
	}
	return map[string]any{}
}
