<?xml version="1.0"?>
<CHANNEL HREF="https://example.org/"><TITLE VALUE="Feed &amp; more"/><ABSTRACT VALUE="About"/>
<ITEM HREF="https://example.org/1"><TITLE VALUE="One"/><ABSTRACT VALUE="First"/></ITEM>
</CHANNEL>
