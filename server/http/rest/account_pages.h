#pragma once

#include <server/http/front/route_table.h>

namespace beaver::http {

/// The pages that links in mails open in a browser: prove an address, ask for a new password, set it. One page and one
/// script of ours; the token stands behind the # of the link, so that no server's log and no referrer has it, and
/// nothing happens before a button is pressed (mail programs open links by themselves).
class AccountPages
{
public:
    QCoro::Task<Result<Answer>> page(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> script(std::shared_ptr<Exchange> exchange);
};

} // namespace beaver::http
