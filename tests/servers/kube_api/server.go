package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"mime"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/version"
)

// bodies are read up to what an API server reads (DefaultMaxRequestBodyBytes).
const mostBytes = 3 << 20

type server struct {
	mutex  sync.Mutex // of all below but `fault`
	store  *store
	access *access
	seen   []string
	log    *log.Logger
	fault  atomic.Pointer[fault]
}

// fault is what goes wrong with requests for Secrets, from the `at`th on.
type fault struct {
	kind string
	left atomic.Int64
}

func (s *server) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	if about := discovery(request.URL.Path); about != nil {
		answer(writer, http.StatusOK, about)
		return
	}
	kind := s.faultNow()
	switch kind {
	case "dead":
		panic(http.ErrAbortHandler)
	case "throttle":
		writer.Header().Set("Retry-After", "1")
		refuse(writer, apierrors.NewTooManyRequestsError("too many requests, please try again later"))
		return
	case "unready":
		writer.Header().Set("Content-Type", "text/plain")
		writer.WriteHeader(http.StatusServiceUnavailable)
		return
	case "proxy":
		writer.Header().Set("Content-Type", "text/html")
		writer.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(writer, "<html>404</html>")
		return
	}
	object, status, err := s.carryOut(request, kind == "race")
	if kind == "lost" || kind == "deaf" {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		refuse(writer, err)
		return
	}
	answer(writer, status, object)
}

// faultNow gives the fault of this request: "lost" and "race" are of one alone, the others last.
func (s *server) faultNow() string {
	now := s.fault.Load()
	if now == nil {
		return ""
	}
	left := now.left.Add(-1)
	if left > 0 || ((now.kind == "lost" || now.kind == "race") && left < 0) {
		return ""
	}
	return now.kind
}

func (s *server) carryOut(request *http.Request, race bool) (any, int, error) {
	body, err := io.ReadAll(io.LimitReader(request.Body, mostBytes+1))
	if err != nil {
		return nil, 0, apierrors.NewBadRequest(err.Error())
	}
	if len(body) > mostBytes {
		return nil, 0, apierrors.NewRequestEntityTooLargeError("limit is 3145728")
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	at, ok := placeOf(request.URL.Path)
	verb := verbOf(request.Method, at.Name)
	s.seen = append(s.seen, verb)
	who := s.access.userOf(request)
	if who == nil {
		s.log.Printf("%s %s: 401", request.Method, request.URL.Path)
		return nil, 0, apierrors.NewUnauthorized("Unauthorized")
	}
	s.log.Printf("%s %s by %s", request.Method, request.URL.Path, who.name)
	if !ok {
		return nil, 0, apierrors.NewGenericServerResponse(404, request.Method, schema.GroupResource{}, "",
			"the server could not find the requested resource", 0, true)
	}
	if verb == "" {
		return nil, 0, apierrors.NewMethodNotSupported(secrets, request.Method)
	}
	if err := who.may(verb, at.Namespace, at.Name); err != nil {
		return nil, 0, err
	}
	if race {
		if err := s.store.race(at, body); err != nil {
			return nil, 0, err
		}
	}
	return s.verb(verb, at, request, body)
}

func (s *server) verb(verb string, at types.NamespacedName, request *http.Request, body []byte) (any, int, error) {
	manager := managerOf(request)
	ok := func(object any, err error) (any, int, error) { return object, http.StatusOK, err }
	switch verb {
	case "get":
		return ok(s.store.get(at))
	case "list":
		return ok(s.store.list(at.Namespace), nil)
	case "create":
		object, err := s.store.create(at, body, manager)
		return object, http.StatusCreated, err
	case "update":
		return ok(s.store.replace(at, body, manager))
	case "delete":
		return ok(&metav1.Status{TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusSuccess},
			s.store.remove(at))
	}
	form, _, _ := mime.ParseMediaType(request.Header.Get("Content-Type"))
	switch types.PatchType(form) {
	case types.JSONPatchType, types.MergePatchType, types.StrategicMergePatchType:
		return ok(s.store.patch(at, types.PatchType(form), body, manager))
	case types.ApplyYAMLPatchType:
		isNew := s.store.objects[at] == nil
		object, err := s.store.apply(at, body, request.URL.Query().Get("fieldManager"),
			request.URL.Query().Get("force") == "true")
		if isNew {
			return object, http.StatusCreated, err
		}
		return ok(object, err)
	}
	return nil, 0, apierrors.NewGenericServerResponse(415, "", schema.GroupResource{}, "",
		"the body of the request was in an unknown format", 0, true)
}

func placeOf(path string) (types.NamespacedName, bool) {
	rest, ok := strings.CutPrefix(path, "/api/v1/namespaces/")
	parts := strings.Split(rest, "/")
	if !ok || len(parts) < 2 || len(parts) > 3 || parts[1] != "secrets" {
		return types.NamespacedName{}, false
	}
	at := types.NamespacedName{Namespace: parts[0]}
	if len(parts) == 3 {
		at.Name = parts[2]
	}
	return at, true
}

func verbOf(method, name string) string {
	if name == "" {
		return map[string]string{http.MethodGet: "list", http.MethodPost: "create"}[method]
	}
	return map[string]string{http.MethodGet: "get", http.MethodPut: "update", http.MethodPatch: "patch",
		http.MethodDelete: "delete"}[method]
}

func managerOf(request *http.Request) string {
	if named := request.URL.Query().Get("fieldManager"); named != "" {
		return named
	}
	agent, _, _ := strings.Cut(request.UserAgent(), "/")
	return agent
}

// discovery is what kubectl asks first.
func discovery(path string) any {
	switch path {
	case "/version":
		return &version.Info{Major: "1", Minor: "36", GitVersion: "v1.36.2"}
	case "/api":
		return &metav1.APIVersions{TypeMeta: metav1.TypeMeta{Kind: "APIVersions"}, Versions: []string{"v1"}}
	case "/apis":
		return &metav1.APIGroupList{TypeMeta: metav1.TypeMeta{Kind: "APIGroupList", APIVersion: "v1"}}
	case "/api/v1":
		return &metav1.APIResourceList{TypeMeta: metav1.TypeMeta{Kind: "APIResourceList"}, GroupVersion: "v1",
			APIResources: []metav1.APIResource{{Name: "secrets", SingularName: "secret", Namespaced: true, Kind: "Secret",
				Verbs: metav1.Verbs{"create", "delete", "get", "list", "patch", "update"}}}}
	}
	return nil
}

func refuse(writer http.ResponseWriter, err error) {
	var known apierrors.APIStatus
	if !errors.As(err, &known) {
		known = apierrors.NewInternalError(err)
	}
	status := known.Status()
	status.TypeMeta = metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}
	answer(writer, int(status.Code), &status)
}

func answer(writer http.ResponseWriter, status int, object any) {
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(status)
	_ = json.NewEncoder(writer).Encode(object)
}
