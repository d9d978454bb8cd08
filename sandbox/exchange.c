// A request as the worker holds it: read from its host, kept from the forks that must not have it, wiped.
#include "sandbox.h"

#include <errno.h>
#include <string.h>

// Texts of more than this are no programs; the host says so before it sends one.
static const uint32_t largest = 64u << 20;

struct exchange *make_exchange(void) {
  struct region region;
  if (!region_map(&region, sizeof(struct exchange)) || !region_inherited(&region, false)) die("madvise: %s", strerror(errno));
  return (struct exchange *)(void *)region.base;
}

// Called for its own frame on the stack, which is gone before anything is forked.
__attribute__((noinline)) bool read_request(struct exchange *exchange) {
  struct sandbox_request *request = &exchange->request;
  if (!read_exact(host_in, request, sizeof *request)) return false;
  if (request->magic != SANDBOX_REQUEST_MAGIC || request->candidate > largest || request->helpers > largest ||
      request->tests > largest || request->entry > 4096 || request->solution > largest)
    die("a request that no assay makes");
  // The secret lies with the tests: what the candidate's process must not inherit.
  const size_t trusted = (size_t)SANDBOX_SECRET_BYTES + request->helpers + request->tests + request->entry + request->solution;
  if (!region_map(&exchange->program, request->candidate) || !region_map(&exchange->trusted, trusted))
    die("memory for a request: %s", strerror(errno));
  return read_exact(host_in, exchange->program.base, request->candidate) &&
         read_exact(host_in, exchange->trusted.base, trusted);
}

void clear_exchange(struct exchange *exchange) {
  region_unmap(&exchange->program);
  region_unmap(&exchange->trusted);
  explicit_bzero(exchange, sizeof *exchange);
}

__attribute__((noinline)) void wipe_stack(void) {
  char below[16 << 10];
  explicit_bzero(below, sizeof below);
}

struct texts candidate_texts(const struct exchange *exchange) {
  return (struct texts){.candidate = {exchange->program.base, exchange->request.candidate}};
}

struct texts judge_texts(const struct exchange *exchange) {
  const struct sandbox_request *request = &exchange->request;
  const char *secret = exchange->trusted.base, *helpers = secret + SANDBOX_SECRET_BYTES, *tests = helpers + request->helpers;
  const char *entry = tests + request->tests, *solution = entry + request->entry;
  return (struct texts){
      .secret = {secret, SANDBOX_SECRET_BYTES}, .helpers = {helpers, request->helpers}, .tests = {tests, request->tests},
      .entry = {entry, request->entry}, .solution = {solution, request->solution}};
}
