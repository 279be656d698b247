#include "json.h"

#include <stdbool.h>
#include <string.h>

typedef struct reader {
  const char *at;
  const char *end;
  int depth;
} reader;

static PyObject *read_value(reader *in);

static PyObject *wrong(void) {
  PyErr_SetString(PyExc_ValueError, "not JSON as the library gives it");
  return NULL;
}

static void skip_space(reader *in) {
  while (in->at < in->end && (*in->at == ' ' || *in->at == '\n' || *in->at == '\r' || *in->at == '\t')) ++in->at;
}

static bool take(reader *in, char wanted) {
  skip_space(in);
  if (in->at >= in->end || *in->at != wanted) return false;
  ++in->at;
  return true;
}

/* Names of members that were met before: an issuer writes the same ones again and again, and only who holds a key gets
 * any in here. Looked at under the GIL alone. */
enum { known_count = 64, known_longest = 32 };
static struct known_name {
  size_t size;
  char text[known_longest];
  PyObject *name;
} known_names[known_count];

static PyObject *name_of(const char *text, size_t size) {
  if (size == 0 || size > known_longest) return PyUnicode_DecodeUTF8(text, (Py_ssize_t)size, NULL);
  const unsigned char first = (unsigned char)text[0], last = (unsigned char)text[size - 1];
  struct known_name *known = &known_names[(first * 7u + last * 31u + size * 5u) % known_count];
  if (known->name != NULL && known->size == size && memcmp(known->text, text, size) == 0) {
    Py_INCREF(known->name);
    return known->name;
  }
  PyObject *name = PyUnicode_DecodeUTF8(text, (Py_ssize_t)size, NULL);
  if (name == NULL) return NULL;
  PyUnicode_InternInPlace(&name);
  Py_XDECREF(known->name);
  Py_INCREF(name);
  known->name = name;
  known->size = size;
  memcpy(known->text, text, size);
  return name;
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static bool read_hex4(const char **at, const char *end, unsigned *value) {
  if (end - *at < 4) return false;
  unsigned number = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit((*at)[i]);
    if (digit < 0) return false;
    number = number << 4 | (unsigned)digit;
  }
  *at += 4;
  *value = number;
  return true;
}

static char *write_utf8(char *to, unsigned code) {
  if (code < 0x80) {
    *to++ = (char)code;
  } else if (code < 0x800) {
    *to++ = (char)(0xC0 | code >> 6);
    *to++ = (char)(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *to++ = (char)(0xE0 | code >> 12);
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
  } else {
    *to++ = (char)(0xF0 | code >> 18);
    *to++ = (char)(0x80 | (code >> 12 & 0x3F));
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
  }
  return to;
}

/* One escape behind its backslash; NULL where there is none. */
static char *unescape(const char **at, const char *end, char *to) {
  if (*at >= end) return NULL;
  const char kind = *(*at)++;
  switch (kind) {
    case '"':
    case '\\':
    case '/': *to++ = kind; return to;
    case 'b': *to++ = '\b'; return to;
    case 'f': *to++ = '\f'; return to;
    case 'n': *to++ = '\n'; return to;
    case 'r': *to++ = '\r'; return to;
    case 't': *to++ = '\t'; return to;
    case 'u': break;
    default: return NULL;
  }
  unsigned code = 0;
  if (!read_hex4(at, end, &code) || (code >= 0xDC00 && code < 0xE000)) return NULL;
  if (code >= 0xD800 && code < 0xDC00) {
    unsigned low = 0;
    if (end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u') return NULL;
    *at += 2;
    if (!read_hex4(at, end, &low) || low < 0xDC00 || low >= 0xE000) return NULL;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  return write_utf8(to, code);
}

static PyObject *read_escaped(const char *from, const char *end) {
  char *buffer = PyMem_Malloc((size_t)(end - from) + 1);
  if (buffer == NULL) return PyErr_NoMemory();
  char *to = buffer;
  while (from < end) {
    if (*from != '\\') {
      *to++ = *from++;
      continue;
    }
    ++from;
    to = unescape(&from, end, to);
    if (to == NULL) {
      PyMem_Free(buffer);
      return wrong();
    }
  }
  PyObject *text = PyUnicode_DecodeUTF8(buffer, to - buffer, NULL);
  PyMem_Free(buffer);
  return text;
}

/* Behind the opening quote. */
static PyObject *read_string(reader *in, bool is_name) {
  const char *from = in->at;
  const char *at = from;
  bool escaped = false;
  while (at < in->end && *at != '"') {
    if (*at == '\\') {
      escaped = true;
      ++at;
    }
    ++at;
  }
  if (at >= in->end) return wrong();
  in->at = at + 1;
  if (escaped) return read_escaped(from, at);
  return is_name ? name_of(from, (size_t)(at - from)) : PyUnicode_DecodeUTF8(from, at - from, NULL);
}

static PyObject *read_number(reader *in) {
  const char *from = in->at;
  bool whole = true;
  while (in->at < in->end && strchr("+-0123456789.eE", *in->at) != NULL && *in->at != '\0') {
    whole = whole && *in->at != '.' && *in->at != 'e' && *in->at != 'E';
    ++in->at;
  }
  const size_t size = (size_t)(in->at - from);
  if (size == 0) return wrong();
  if (whole && size <= 18) {
    long long value = 0;
    const bool negative = *from == '-';
    for (const char *digit = from + (negative ? 1 : 0); digit < in->at; ++digit) value = value * 10 + (*digit - '0');
    return PyLong_FromLongLong(negative ? -value : value);
  }
  char digits[400]; /* the longest that a strict reader takes for a number is far shorter */
  if (size >= sizeof digits) return wrong();
  memcpy(digits, from, size);
  digits[size] = '\0';
  if (whole) return PyLong_FromString(digits, NULL, 10);
  const double value = PyOS_string_to_double(digits, NULL, NULL);
  return value == -1.0 && PyErr_Occurred() ? NULL : PyFloat_FromDouble(value);
}

static PyObject *read_array(reader *in) {
  PyObject *list = PyList_New(0);
  if (list == NULL || take(in, ']')) return list;
  do {
    PyObject *item = read_value(in);
    const bool failed = item == NULL || PyList_Append(list, item) != 0;
    Py_XDECREF(item);
    if (failed) {
      Py_DECREF(list);
      return NULL;
    }
  } while (take(in, ','));
  if (take(in, ']')) return list;
  Py_DECREF(list);
  return wrong();
}

static bool read_member(reader *in, PyObject *into) {
  if (!take(in, '"')) {
    wrong();
    return false;
  }
  PyObject *name = read_string(in, true);
  if (name == NULL) return false;
  PyObject *value = NULL;
  if (take(in, ':')) {
    value = read_value(in);
  } else {
    wrong();
  }
  const bool done = value != NULL && PyDict_SetItem(into, name, value) == 0;
  Py_DECREF(name);
  Py_XDECREF(value);
  return done;
}

static PyObject *read_object(reader *in) {
  PyObject *object = PyDict_New();
  if (object == NULL || take(in, '}')) return object;
  do {
    if (!read_member(in, object)) {
      Py_DECREF(object);
      return NULL;
    }
  } while (take(in, ','));
  if (take(in, '}')) return object;
  Py_DECREF(object);
  return wrong();
}

static PyObject *read_word(reader *in, const char *word, size_t size, PyObject *value) {
  if ((size_t)(in->end - in->at) < size || memcmp(in->at, word, size) != 0) return wrong();
  in->at += size;
  Py_INCREF(value);
  return value;
}

static PyObject *read_nested(reader *in) {
  const char kind = *in->at++;
  if (++in->depth > 64) return wrong();
  PyObject *value = kind == '{' ? read_object(in) : read_array(in);
  --in->depth;
  return value;
}

static PyObject *read_value(reader *in) {
  skip_space(in);
  if (in->at >= in->end) return wrong();
  switch (*in->at) {
    case '{':
    case '[': return read_nested(in);
    case '"': ++in->at; return read_string(in, false);
    case 't': return read_word(in, "true", 4, Py_True);
    case 'f': return read_word(in, "false", 5, Py_False);
    case 'n': return read_word(in, "null", 4, Py_None);
    default: return read_number(in);
  }
}

PyObject *json_to_python(const char *text, size_t size) {
  reader in = {text, text + size, 0};
  PyObject *value = read_value(&in);
  if (value == NULL) return NULL;
  skip_space(&in);
  if (in.at == in.end) return value;
  Py_DECREF(value);
  return wrong();
}
