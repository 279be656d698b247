package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/apimachinery/pkg/util/uuid"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	"sigs.k8s.io/yaml"
)

var (
	kind    = corev1.SchemeGroupVersion.WithKind("Secret")
	secrets = schema.GroupResource{Resource: "secrets"}
	scheme  = coreScheme()
	codecs  = serializer.NewCodecFactory(scheme)
)

// coreScheme knows the core group alone: to compile what client-go knows, all groups, takes longer than all else here.
func coreScheme() *runtime.Scheme {
	known := runtime.NewScheme()
	if err := corev1.AddToScheme(known); err != nil {
		panic(err)
	}
	return known
}

// store holds Secrets by namespace and name. Not for two at once.
type store struct {
	objects    map[types.NamespacedName]*corev1.Secret
	namespaces map[string]bool
	revision   int
	fields     *managedfields.FieldManager
}

func newStore() *store {
	// Types are deduced: of a Secret, maps are what appliers share, and each entry has its owner, as by the API's own schema.
	fields, err := managedfields.NewDefaultFieldManager(
		managedfields.NewDeducedTypeConverter(), scheme, scheme, scheme, kind, kind.GroupVersion(), "", nil)
	if err != nil {
		panic(err)
	}
	return &store{map[types.NamespacedName]*corev1.Secret{}, map[string]bool{"default": true, "orders": true}, 1000, fields}
}

func empty() *corev1.Secret {
	secret := &corev1.Secret{}
	secret.SetGroupVersionKind(kind)
	return secret
}

func (s *store) get(at types.NamespacedName) (*corev1.Secret, error) {
	if found := s.objects[at]; found != nil {
		return found, nil
	}
	return nil, apierrors.NewNotFound(secrets, at.Name)
}

func (s *store) create(at types.NamespacedName, body []byte, manager string) (*corev1.Secret, error) {
	secret, err := decode(body)
	if err != nil {
		return nil, err
	}
	if secret.ResourceVersion != "" {
		return nil, apierrors.NewBadRequest("resourceVersion should not be set on objects to be created")
	}
	at.Name = secret.Name
	if err := place(secret, at); err != nil {
		return nil, err
	}
	if s.objects[at] != nil {
		return nil, apierrors.NewAlreadyExists(secrets, at.Name)
	}
	return s.keep(at, nil, s.fields.UpdateNoErrors(empty(), secret, manager).(*corev1.Secret))
}

func (s *store) replace(at types.NamespacedName, body []byte, manager string) (*corev1.Secret, error) {
	old, err := s.get(at)
	if err != nil {
		return nil, err
	}
	secret, err := decode(body)
	if err != nil {
		return nil, err
	}
	if err := place(secret, at); err != nil {
		return nil, err
	}
	return s.keep(at, old, s.fields.UpdateNoErrors(old.DeepCopy(), secret, manager).(*corev1.Secret))
}

func (s *store) patch(at types.NamespacedName, form types.PatchType, patch []byte, manager string) (*corev1.Secret, error) {
	old, err := s.get(at)
	if err != nil {
		return nil, err
	}
	before, err := json.Marshal(old)
	if err != nil {
		return nil, err
	}
	var after []byte
	switch form {
	case types.JSONPatchType:
		var steps jsonpatch.Patch
		if steps, err = jsonpatch.DecodePatch(patch); err == nil {
			after, err = steps.Apply(before)
		}
	case types.MergePatchType:
		after, err = jsonpatch.MergePatch(before, patch)
	case types.StrategicMergePatchType:
		after, err = strategicpatch.StrategicMergePatch(before, patch, &corev1.Secret{})
	}
	if err != nil {
		return nil, apierrors.NewGenericServerResponse(422, "", schema.GroupResource{}, "", err.Error(), 0, false)
	}
	return s.replace(at, after, manager)
}

func (s *store) apply(at types.NamespacedName, body []byte, manager string, force bool) (*corev1.Secret, error) {
	if manager == "" {
		return nil, apierrors.NewBadRequest("fieldManager is required for apply patch")
	}
	applied := &unstructured.Unstructured{Object: map[string]any{}}
	if err := yaml.UnmarshalStrict(body, &applied.Object); err != nil {
		return nil, apierrors.NewBadRequest(fmt.Sprintf("error decoding YAML: %v", err))
	}
	old := s.objects[at]
	live := empty()
	if old != nil {
		live = old.DeepCopy()
	}
	merged, err := s.fields.Apply(live, applied, manager, force)
	if err != nil {
		return nil, err
	}
	secret := merged.(*corev1.Secret)
	if err := place(secret, at); err != nil {
		return nil, err
	}
	if old == nil && secret.ResourceVersion != "" {
		return nil, apierrors.NewConflict(secrets, at.Name, fmt.Errorf("the object has been deleted"))
	}
	return s.keep(at, old, secret)
}

// race is another writer of the same field manager, who has seen the same and is quicker.
func (s *store) race(at types.NamespacedName, body []byte) error {
	if at.Name == "" {
		secret, err := decode(body)
		if err != nil {
			return err
		}
		at.Name = secret.Name
	}
	old := s.objects[at]
	secret := empty()
	if old != nil {
		secret = old.DeepCopy()
	}
	secret.Name, secret.Namespace = at.Name, at.Namespace
	secret.StringData = map[string]string{"JWT_SECRET": "by the quicker"}
	_, err := s.keep(at, old, secret)
	return err
}

func (s *store) remove(at types.NamespacedName) error {
	if _, err := s.get(at); err != nil {
		return err
	}
	delete(s.objects, at)
	return nil
}

// keep makes `secret` the object where it was made of the newest version.
func (s *store) keep(at types.NamespacedName, old, secret *corev1.Secret) (*corev1.Secret, error) {
	secret.SetGroupVersionKind(kind)
	if secret.Type == "" {
		secret.Type = corev1.SecretTypeOpaque
	}
	mergeTexts(secret)
	if old == nil {
		if !s.namespaces[at.Namespace] {
			return nil, apierrors.NewNotFound(schema.GroupResource{Resource: "namespaces"}, at.Namespace)
		}
		secret.UID = uuid.NewUUID()
		secret.CreationTimestamp = metav1.NewTime(time.Now().UTC().Truncate(time.Second))
	} else {
		if secret.ResourceVersion != "" && secret.ResourceVersion != old.ResourceVersion {
			return nil, apierrors.NewConflict(secrets, at.Name, fmt.Errorf(
				"the object has been modified; please apply your changes to the latest version and try again"))
		}
		secret.UID, secret.CreationTimestamp, secret.ResourceVersion = old.UID, old.CreationTimestamp, old.ResourceVersion
	}
	if err := check(old, secret); err != nil {
		return nil, err
	}
	if old != nil && same(old, secret) {
		return old, nil
	}
	s.revision++
	secret.ResourceVersion = strconv.Itoa(s.revision)
	s.objects[at] = secret
	return secret, nil
}

// same as a server compares before it writes: the times of managed fields do not count.
func same(old, secret *corev1.Secret) bool {
	timeless := func(secret *corev1.Secret) *corev1.Secret {
		copied := secret.DeepCopy()
		for i := range copied.ManagedFields {
			copied.ManagedFields[i].Time = nil
		}
		return copied
	}
	return equality.Semantic.DeepEqual(timeless(old), timeless(secret))
}

func place(secret *corev1.Secret, at types.NamespacedName) error {
	if secret.Namespace == "" {
		secret.Namespace = at.Namespace
	}
	if secret.Namespace != at.Namespace {
		return apierrors.NewBadRequest("the namespace of the provided object does not match the namespace sent on the request")
	}
	if secret.Name != at.Name {
		return apierrors.NewBadRequest("the name of the object does not match the name on the URL")
	}
	return nil
}

func decode(body []byte) (*corev1.Secret, error) {
	decoded, _, err := codecs.UniversalDeserializer().Decode(body, &kind, empty())
	if err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	secret, ok := decoded.(*corev1.Secret)
	if !ok {
		return nil, apierrors.NewBadRequest("this is no Secret")
	}
	mergeTexts(secret)
	return secret, nil
}

// mergeTexts is what the conversion to the internal version does with stringData, which is never stored.
func mergeTexts(secret *corev1.Secret) {
	if len(secret.StringData) > 0 && secret.Data == nil {
		secret.Data = map[string][]byte{}
	}
	for key, value := range secret.StringData {
		secret.Data[key] = []byte(value)
	}
	secret.StringData = nil
}

func (s *store) list(namespace string) *corev1.SecretList {
	list := &corev1.SecretList{TypeMeta: metav1.TypeMeta{Kind: "SecretList", APIVersion: "v1"}}
	list.ResourceVersion = strconv.Itoa(s.revision)
	for at := range maps.Keys(s.objects) {
		if at.Namespace == namespace {
			list.Items = append(list.Items, *s.objects[at])
		}
	}
	return list
}

var _ runtime.Object = (*corev1.Secret)(nil)
