#pragma once

#include <server/audit/audit_log.h>
#include <server/http/front/exchange.h>
#include <shared/base/json_writer.h>

#include <string>
#include <vector>

namespace beaver::http {

/// One line of the audit log as an object.
void writeAuditLine(JsonWriter &json, const audit::Line &line);
/// Its line of a CSV file, with the line end; see auditCsvHead().
std::string auditCsvLine(const audit::Line &line);
std::string auditCsvHead();
/// `after`: lines older than this one; 0 where there is none.
Result<std::int64_t> auditCursor(const Exchange &exchange);
/// A page of at most `limit`; one more says that there are others.
Answer auditPage(std::vector<audit::Line> lines, std::size_t limit);

} // namespace beaver::http
