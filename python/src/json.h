/* Claims as Python's objects. The text has been verified by the library: strict JSON of UTF-8, without duplicate members,
 * nested 32 deep at most. */
#ifndef JWTKEEP_PYTHON_JSON_H
#define JWTKEEP_PYTHON_JSON_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* A new reference, or NULL with an exception set. */
PyObject *json_to_python(const char *text, size_t size);

#endif
