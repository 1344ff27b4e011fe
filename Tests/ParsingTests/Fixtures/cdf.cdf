<?xml version="1.0"?>
<CHANNEL HREF="http://example.org/index.html" LASTMOD="2001-05-01T10:00:00Z"><TITLE>Channel</TITLE><ABSTRACT>About it</ABSTRACT>
<ITEM HREF="http://example.org/1" LASTMOD="2001-05-01T10:14:55Z"><TITLE>One</TITLE><ABSTRACT>First item</ABSTRACT></ITEM>
<ITEM><A HREF="http://example.org/2"/><TITLE>Two</TITLE></ITEM></CHANNEL>