// One frame to many sockets in one call from JavaScript. What a stream's own write does for each socket around the
// send itself (an object for the request, its callbacks, the bookkeeping of two streams) costs a fifth of a
// delivery, and a stream needs none of it whose reader takes everything at once. Whatever else may come of a send
// is left to the stream, by which the caller then goes on: nothing is kept here between two calls.

#define NAPI_VERSION 8
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#define ARGUMENTS 4
/* A send that waits for nothing is not interrupted, save by an odd system. */
#define TRIES_MAX 3

/* The memory of a typed array, for as long as the call lasts. */
typedef struct {
  void *data;
  size_t length;
} array;

static bool read_array(napi_env env, napi_value value, napi_typedarray_type wanted, array *read) {
  napi_typedarray_type type;
  napi_value memory;
  bool is_array = false;
  bool is_detached = true;
  if (napi_is_typedarray(env, value, &is_array) != napi_ok || !is_array) return false;
  napi_status status = napi_get_typedarray_info(env, value, &type, &read->length, &read->data, &memory, NULL);
  if (status != napi_ok || type != wanted) return false;
  return napi_is_detached_arraybuffer(env, memory, &is_detached) == napi_ok && !is_detached;
}

/* False for what is no number, and for NaN, fractions and whatever is not within 0 and `most`. */
static bool read_count(napi_env env, napi_value value, size_t most, size_t *count) {
  double given;
  if (napi_get_value_double(env, value, &given) != napi_ok) return false;
  /* Compared first: what does not fit is not to be converted. */
  if (!(given >= 0 && given <= (double)most)) return false;
  *count = (size_t)given;
  return (double)*count == given;
}

/* How many bytes the system took; 0 for any error, which the socket's stream finds again by itself. */
static int32_t send_to(int32_t descriptor, const array *frame) {
  if (descriptor < 0) return 0;
  for (int tries = 0; tries < TRIES_MAX; tries += 1) {
    ssize_t sent = send(descriptor, frame->data, frame->length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) return (int32_t)sent;
    if (errno != EINTR) return 0;
  }
  return 0;
}

static napi_value refuse_type(napi_env env) {
  napi_throw_type_error(env, NULL, "sendToAll takes (Int32Array, number, Uint8Array, Int32Array) with their memory");
  return NULL;
}

static napi_value refuse_range(napi_env env, const char *message) {
  napi_throw_range_error(env, NULL, message);
  return NULL;
}

/*
 * sendToAll(descriptors: Int32Array, count: number, frame: Uint8Array, taken: Int32Array): number
 *
 * Sends `frame` to each of the first `count` descriptors, waits for none of them, and writes into `taken` how many
 * bytes of it the system took from each: 0 for a negative descriptor and for any error. Returns how many took all.
 * Whoever calls answers for it that each descriptor is, in this very moment, that of the socket that is meant.
 */
static napi_value send_to_all(napi_env env, napi_callback_info info) {
  size_t given = ARGUMENTS;
  napi_value arguments[ARGUMENTS];
  array descriptors, frame, taken;
  if (napi_get_cb_info(env, info, &given, arguments, NULL, NULL) != napi_ok) return refuse_type(env);
  /* What was not given is undefined here, which is none of these. */
  napi_valuetype counts_as;
  if (!read_array(env, arguments[0], napi_int32_array, &descriptors) ||
      napi_typeof(env, arguments[1], &counts_as) != napi_ok || counts_as != napi_number ||
      !read_array(env, arguments[2], napi_uint8_array, &frame) ||
      !read_array(env, arguments[3], napi_int32_array, &taken)) {
    return refuse_type(env);
  }
  size_t count;
  size_t most = descriptors.length < taken.length ? descriptors.length : taken.length;
  if (!read_count(env, arguments[1], most, &count)) return refuse_range(env, "the count is not within both arrays");
  if (frame.length > INT32_MAX) return refuse_range(env, "the frame is too long");

  /* From here on no JavaScript runs, so that nothing of what was read can move. */
  uint32_t whole = 0;
  for (size_t index = 0; index < count; index += 1) {
    int32_t sent = send_to(((const int32_t *)descriptors.data)[index], &frame);
    ((int32_t *)taken.data)[index] = sent;
    if ((size_t)sent == frame.length) whole += 1;
  }
  napi_value result;
  return napi_create_uint32(env, whole, &result) == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "sendToAll", NAPI_AUTO_LENGTH, send_to_all, NULL, &function) == napi_ok) {
    napi_set_named_property(env, exports, "sendToAll", function);
  }
  return exports;
}
