// libcurl, for `assay data fetch` and for servers of models; only Transfers may import this module.
#include <curl/curl.h>

// Functions with a variable number of arguments, which Swift cannot import, with the types that are used.
static inline CURLcode assay_curl_set_text(CURL *curl, CURLoption option, const char *text) {
  return curl_easy_setopt(curl, option, text);
}
static inline CURLcode assay_curl_set_number(CURL *curl, CURLoption option, long number) {
  return curl_easy_setopt(curl, option, number);
}
static inline CURLcode assay_curl_set_size(CURL *curl, CURLoption option, curl_off_t size) {
  return curl_easy_setopt(curl, option, size);
}

typedef size_t (*assay_curl_write)(char *bytes, size_t size, size_t count, void *context);
typedef int (*assay_curl_progress)(
    void *context, curl_off_t total, curl_off_t now, curl_off_t upload_total, curl_off_t upload_now);

static inline CURLcode assay_curl_set_writer(CURL *curl, assay_curl_write write, void *context) {
  CURLcode code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, write);
  return code == CURLE_OK ? curl_easy_setopt(curl, CURLOPT_WRITEDATA, context) : code;
}
static inline CURLcode assay_curl_set_progress(CURL *curl, assay_curl_progress progress, void *context) {
  CURLcode code = curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
  return code == CURLE_OK ? curl_easy_setopt(curl, CURLOPT_XFERINFODATA, context) : code;
}
static inline long assay_curl_status(CURL *curl) {
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return status;
}
// Where redirections led.
static inline const char *assay_curl_place(CURL *curl) {
  char *place = 0;
  curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &place);
  return place;
}

static inline CURLcode assay_curl_set_pointer(CURL *curl, CURLoption option, const void *pointer) {
  return curl_easy_setopt(curl, option, pointer);
}
// What a server asks to wait for, in seconds; 0 where it says nothing.
static inline curl_off_t assay_curl_retry_after(CURL *curl) {
  curl_off_t seconds = 0;
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
  return seconds;
}
// The next request of several that has ended, and how; null where none has.
static inline CURL *assay_curl_ended(CURLM *multi, CURLcode *code) {
  int left = 0;
  for (CURLMsg *message = curl_multi_info_read(multi, &left); message; message = curl_multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    *code = message->data.result;
    return message->easy_handle;
  }
  return 0;
}
