// libmicrohttpd, for `assay serve`; only Transfers may import this module.
#include <netinet/in.h>
#include <microhttpd.h>

// Functions with a variable number of arguments, which Swift cannot import, with what is asked of them.
// The socket listens already; it is the daemon's from then on.
static inline struct MHD_Daemon *assay_http_start(
    int socket, unsigned connections, unsigned patience, MHD_AccessHandlerCallback answer,
    MHD_RequestCompletedCallback completed, void *context) {
  return MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0, NULL, NULL, answer, context,
      MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_CONNECTION_LIMIT,
      connections, MHD_OPTION_CONNECTION_TIMEOUT, patience, MHD_OPTION_END);
}
// While an answer is made its connection is silent.
static inline void assay_http_wait(struct MHD_Connection *connection) {
  MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
}
// Whether the connection goes on.
static inline enum MHD_Result assay_http_result(int isGood) { return isGood ? MHD_YES : MHD_NO; }
// An answer with a copy of these bytes; null where memory cannot be had.
static inline struct MHD_Response *assay_http_response(const void *bytes, size_t count, const char *type) {
  struct MHD_Response *response = MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
  if (response) MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
  return response;
}
