// libcurl for Swift: the headers, and one typed inline function for each thing that the C interface does with
// variadic arguments, macros or unions, none of which Swift can import.

#ifndef HABARI_CCURL_SHIM_H
#define HABARI_CCURL_SHIM_H

// Opaque struct types instead of `void`, so that C checks which handle goes where. Must precede the include.
#define CURL_STRICTER
#include <curl/curl.h>
#include <stdbool.h>
#include <sys/socket.h>

// curl_easy_setopt(3). The kind of an option is its number divided by 10,000 (CURLOPTTYPE_*): 0 long,
// 1 pointer, 2 function, 3 curl_off_t. Passing an int where a long is due is undefined.

static inline CURLcode habari_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode habari_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl copies the string.
static inline CURLcode habari_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl does not copy the list: it must live until the transfer has ended.
static inline CURLcode habari_easy_set_headers(CURL *easy, struct curl_slist *list) {
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list);
}

// The buffer, CURL_ERROR_SIZE bytes, must live until curl_easy_cleanup.
static inline CURLcode habari_easy_set_error_buffer(CURL *easy, char *buffer) {
    return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer);
}

static inline CURLcode habari_easy_on_body(CURL *easy, curl_write_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_WRITEDATA, context) : code;
}

static inline CURLcode habari_easy_on_header(CURL *easy, curl_write_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_HEADERDATA, context) : code;
}

static inline CURLcode habari_easy_on_open_socket(CURL *easy, curl_opensocket_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context) : code;
}

// Called about once a second and whenever bytes move (CURLOPT_XFERINFOFUNCTION(3)); on only where the built-in
// progress meter is switched "on" too.
static inline CURLcode habari_easy_on_progress(CURL *easy, curl_xferinfo_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, callback);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_XFERINFODATA, context);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L) : code;
}

// Called before a request is sent, on a connection that is new or reused (CURLOPT_PREREQFUNCTION(3)).
static inline CURLcode habari_easy_on_request(CURL *easy, curl_prereq_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_PREREQDATA, context) : code;
}

// A handle that goes away while its host name is being looked up waits for the look-up, and everything else on its
// thread with it, unless told not to. Before 7.87 it always waits.
static inline CURLcode habari_easy_abandon_lookups(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)easy;
    return CURLE_OK;
#endif
}

// The same for a multi handle, which has look-up threads of its own since 8.20.
static inline CURLMcode habari_multi_abandon_lookups(CURLM *multi) {
#if LIBCURL_VERSION_NUM >= 0x081400
    return curl_multi_setopt(multi, CURLMOPT_QUICK_EXIT, 1L);
#else
    (void)multi;
    return CURLM_OK;
#endif
}

// The schemes for the first request and for redirects. The string options came with 7.85; before it there
// were bit masks, which libcurl has deprecated since.
static inline CURLcode habari_easy_restrict_protocols(CURL *easy, bool file) {
#if LIBCURL_VERSION_NUM >= 0x075500
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, file ? "http,https,file" : "http,https");
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") : code;
#else
    long web = CURLPROTO_HTTP | CURLPROTO_HTTPS;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PROTOCOLS, file ? web | CURLPROTO_FILE : web);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS, web) : code;
#endif
}

// curl_easy_getinfo(3). The results are left at 0 where libcurl does not know.

static inline long habari_easy_info_long(CURL *easy, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

static inline curl_off_t habari_easy_info_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

// The string belongs to the handle and dies with it.
static inline const char *habari_easy_info_string(CURL *easy, CURLINFO info) {
    char *value = NULL;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

static inline CURLMcode habari_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The next finished transfer (curl_multi_info_read(3)). Handle and result are copied out of the message,
// which dies when the handle is removed.
static inline bool habari_multi_next_done(CURLM *multi, CURL **easy, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            *easy = message->easy_handle;
            *result = message->data.result;
            return true;
        }
    }
    return false;
}

// The address that a socket is about to be opened for. libcurl keeps room behind `addr` for the longest kind.
static inline const struct sockaddr *habari_socket_address(const struct curl_sockaddr *address) {
    return &address->addr;
}

static inline CURLcode habari_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

#endif
