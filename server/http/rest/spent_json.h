#pragma once

#include <server/http/front/exchange.h>
#include <server/usage/spent.h>

#include <string>

namespace beaver::http {

/// `period` of the query in days: 1d, 7d, 30d (where it isn't said) or 90d.
Result<int> usagePeriodDays(const Exchange &exchange);
/// Since the start of the UTC day that the period begins with.
std::int64_t usagePeriodStart(std::int64_t nowMs, int days);
/// What a key or a project used; `subject` is the member with its id.
std::string spentJson(const usage::Spent &spent, std::string_view subject, const std::string &id, int days);

} // namespace beaver::http
