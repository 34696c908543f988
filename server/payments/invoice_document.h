#pragma once

#include <server/payments/invoice_store.h>

#include <string>

namespace beaver::payments {

/// An invoice as a page of HTML: one file, no script, nothing loaded from elsewhere; the same is printed as PDF, so it
/// keeps to what QTextDocument knows (https://doc.qt.io/qt-6/richtext-html-subset.html).
std::string invoiceHtml(const Invoice &invoice);

} // namespace beaver::payments
