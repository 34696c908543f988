#pragma once

#include <server/limits/types.h>

namespace beaver::limits {

/// `requests_per_minute`, `tokens_per_day`, `spend_per_week`, `spend_total`, `concurrent`.
std::string limitName(const Limit &limit);
/// The limit of that name, without an amount; empty where there is none.
std::optional<Limit> limitByName(std::string_view name);
/// `60 requests per minute`, `5 USD per day`, `5 USD in total`, `4 calls at once`.
std::string describe(const Limit &limit);

/// In the order that they are shown in: by resource and length of the window.
std::vector<Limit> inOrder(std::vector<Limit> limits);

std::string_view resourceName(Resource resource); ///< `requests`, … as in the table `limits`
std::string_view periodName(Period period);       ///< `minute`, …
/// Of a row of the table; empty for a pair that can't be.
std::optional<Limit> limitOf(std::string_view resource, std::string_view period);

} // namespace beaver::limits
