package main

import (
	"bytes"
	"maps"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// check is what k8s.io/kubernetes/pkg/apis/core/validation has for a Secret (ValidateSecret, ValidateSecretUpdate), whose
// module brings all of Kubernetes. `old` is nil for a new one.
func check(old, secret *corev1.Secret) error {
	var wrong field.ErrorList
	for _, message := range validation.IsDNS1123Subdomain(secret.Name) {
		wrong = append(wrong, field.Invalid(field.NewPath("metadata", "name"), secret.Name, message))
	}
	total := 0
	data := field.NewPath("data")
	for key, value := range secret.Data {
		for _, message := range validation.IsConfigMapKey(key) {
			wrong = append(wrong, field.Invalid(data.Key(key), key, message))
		}
		total += len(value)
	}
	if total > corev1.MaxSecretSize {
		wrong = append(wrong, field.TooLong(data, "", corev1.MaxSecretSize))
	}
	if old != nil {
		if old.Type != secret.Type {
			wrong = append(wrong, field.Invalid(field.NewPath("type"), secret.Type, "field is immutable"))
		}
		if old.Immutable != nil && *old.Immutable {
			const message = "field is immutable when `immutable` is set"
			if secret.Immutable == nil || !*secret.Immutable {
				wrong = append(wrong, field.Forbidden(field.NewPath("immutable"), message))
			}
			if !maps.EqualFunc(old.Data, secret.Data, bytes.Equal) {
				wrong = append(wrong, field.Forbidden(data, message))
			}
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return apierrors.NewInvalid(schema.GroupKind{Kind: "Secret"}, secret.Name, wrong)
}
