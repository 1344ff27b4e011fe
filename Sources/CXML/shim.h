// libxml2 as Swift can use it.
//
// Everything that Swift cannot call safely or that differs between libxml2 2.9 and 2.14 is wrapped here: global
// variables, variadic callbacks, options that import as unrelated types, and the error record, which is a mutable
// pointer before 2.12 and a const pointer from then on. Nothing in this header allocates or keeps state.

#ifndef HABARI_CXML_SHIM_H
#define HABARI_CXML_SHIM_H

// Some builds of libxml2 show ICU's headers to everyone, which clash with the ICU inside Foundation. Nothing here uses
// the one structure (xmlCharEncodingHandler) that has two more members at its end because of them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/SAX2.h>
#include <libxml/dict.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <string.h>

/// The callbacks of one parse. Names end with NUL; texts come with a length and without one.
///
/// `attributes` holds five pointers for each attribute: local name, prefix, namespace, first byte of the value, and
/// the byte after its last one. In a value an ampersand arrives as `&#38;`, because entities are not substituted; the
/// owner puts it right. `namespaces` holds two for each declaration: prefix (or NULL) and URI.
typedef struct {
    /// Answers 0 to end the parse.
    int (*startElement)(void *owner, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                        int namespaceCount, const xmlChar **namespaces, int attributeCount,
                        const xmlChar **attributes);
    void (*endElement)(void *owner, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri);
    void (*characters)(void *owner, const xmlChar *bytes, int count);
    void (*cdata)(void *owner, const xmlChar *bytes, int count);
    /// A fault; `isNamespace` is set where a prefix or a namespace is wrong and the document is well formed all the same.
    void (*problem)(void *owner, int line, int isFatal, int isNamespace, const char *message);
} habari_xml_callbacks;

/// What the C side hands to its own callbacks as user data.
typedef struct {
    void *owner;
    const habari_xml_callbacks *callbacks;
    int isStopped;
} habari_xml_session;

/// How many different names, prefixes and namespaces a document may have.
#define HABARI_XML_MOST_NAMES 10000

/// Initialises the library (xmlInitParser); call it once, before the first parse.
static inline void habari_xml_init(void) { xmlInitParser(); }

static inline void habari_xml_on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                                       int namespaceCount, const xmlChar **namespaces, int attributeCount,
                                       int defaultedCount, const xmlChar **attributes) {
    (void)defaultedCount;
    habari_xml_session *session = (habari_xml_session *)((xmlParserCtxtPtr)data)->_private;
    int isTooMuch = 0;
    if (session->callbacks->startElement
        && !session->callbacks->startElement(session->owner, name, prefix, uri, namespaceCount, namespaces,
                                             attributeCount, attributes)) {
        isTooMuch = 1;
    }
    // Before 2.14 the dictionary of names has some thousand lists, and searching them takes ever longer.
    if (xmlDictSize(((xmlParserCtxtPtr)data)->dict) > HABARI_XML_MOST_NAMES) {
        isTooMuch = 1;
        if (session->callbacks->problem)
            session->callbacks->problem(session->owner, 0, 1, 0, "more names than a feed has; the rest was left out");
    }
    if (isTooMuch) {
        session->isStopped = 1;
        xmlStopParser((xmlParserCtxtPtr)data);
    }
}

static inline void habari_xml_on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    habari_xml_session *session = (habari_xml_session *)((xmlParserCtxtPtr)data)->_private;
    if (session->callbacks->endElement) session->callbacks->endElement(session->owner, name, prefix, uri);
}

static inline void habari_xml_on_characters(void *data, const xmlChar *bytes, int count) {
    habari_xml_session *session = (habari_xml_session *)((xmlParserCtxtPtr)data)->_private;
    if (session->callbacks->characters) session->callbacks->characters(session->owner, bytes, count);
}

static inline void habari_xml_on_cdata(void *data, const xmlChar *bytes, int count) {
    habari_xml_session *session = (habari_xml_session *)((xmlParserCtxtPtr)data)->_private;
    if (session->callbacks->cdata) session->callbacks->cdata(session->owner, bytes, count);
    else if (session->callbacks->characters) session->callbacks->characters(session->owner, bytes, count);
}

#if LIBXML_VERSION >= 21200
static inline void habari_xml_on_error(void *data, const xmlError *error) {
#else
static inline void habari_xml_on_error(void *data, xmlErrorPtr error) {
#endif
    habari_xml_session *session = (habari_xml_session *)((xmlParserCtxtPtr)data)->_private;
    if (session->callbacks->problem && error)
        session->callbacks->problem(session->owner, error->line, error->level == XML_ERR_FATAL,
                                    error->domain == XML_FROM_NAMESPACE && error->level >= XML_ERR_ERROR,
                                    error->message ? error->message : "");
}

/// Gives the next bytes of a document, at most `count`; 0 at its end.
typedef int (*habari_xml_source)(void *owner, char *buffer, int count);

/// Runs a parser to its end and frees it.
///
/// The table of callbacks is ours alone: no tree is built, no entity is kept, nothing outside the document is read,
/// and libxml2's own limits (depth 256, text 10 MB) stand, because XML_PARSE_HUGE is never set. With `recover` the
/// parser goes on after an error as well as it can. Answers 1 where the document was well formed, 0 where it was not or
/// the owner stopped, -1 where there is no parser.
static inline int habari_xml_run(xmlParserCtxtPtr context, int recover, void *owner,
                                 const habari_xml_callbacks *callbacks) {
    xmlSAXHandler table;
    habari_xml_session session = {owner, callbacks, 0};
    int answer;
    if (context == NULL) return -1;
    memset(&table, 0, sizeof table);
    table.initialized = XML_SAX2_MAGIC;
    table.startElementNs = habari_xml_on_start;
    table.endElementNs = habari_xml_on_end;
    table.characters = habari_xml_on_characters;
    table.ignorableWhitespace = habari_xml_on_characters;
    table.cdataBlock = habari_xml_on_cdata;
    table.serror = habari_xml_on_error;
    xmlCtxtUseOptions(context, (recover ? XML_PARSE_RECOVER : 0) | XML_PARSE_NONET);
    *context->sax = table;
    context->userData = context;
    context->_private = &session;
    xmlParseDocument(context);
    answer = context->wellFormed && !session.isStopped;
    // A pure SAX parse may still hang a document on the context, which xmlFreeParserCtxt leaves alone.
    if (context->myDoc) {
        xmlFreeDoc(context->myDoc);
        context->myDoc = NULL;
    }
    xmlFreeParserCtxt(context);
    return answer;
}

/// Parses one document in memory and reports what it meets to the callbacks (xmlParseDocument); see habari_xml_run.
///
/// The bytes must outlive the call; nothing is kept after it.
static inline int habari_xml_parse(const char *bytes, int count, int recover, void *owner,
                                   const habari_xml_callbacks *callbacks) {
    return habari_xml_run(xmlCreateMemoryParserCtxt(bytes, count), recover, owner, callbacks);
}

/// Parses one document that a source gives piece by piece, within this call; see habari_xml_run.
static inline int habari_xml_parse_from(habari_xml_source source, void *sourceOwner, int recover, void *owner,
                                        const habari_xml_callbacks *callbacks) {
    return habari_xml_run(xmlCreateIOParserCtxt(NULL, NULL, source, NULL, sourceOwner, XML_CHAR_ENCODING_NONE), recover,
                          owner, callbacks);
}

/// The version of the headers that this was built with, for example 20914.
static inline int habari_xml_version(void) { return LIBXML_VERSION; }

#endif
