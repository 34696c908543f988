#pragma once

#include <server/http/front/route_table.h>
#include <server/notify/alerts.h>
#include <server/notify/notify_service.h>

namespace beaver::http {

/// `/account/webhooks`, `/admin/webhooks` and their deliveries; `/account/alerts`. A path below /admin is about the
/// gateway-wide webhooks.
class WebhookHandlers
{
public:
    WebhookHandlers(notify::NotifyService &service, notify::Alerts &alerts)
        : m_service(service)
        , m_alerts(alerts)
    {}

    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> change(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> remove(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> rotate(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> test(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> deliveries(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> sendAgain(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> alerts(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changeAlerts(std::shared_ptr<Exchange> exchange);

private:
    notify::NotifyService &m_service;
    notify::Alerts &m_alerts;
};

} // namespace beaver::http
