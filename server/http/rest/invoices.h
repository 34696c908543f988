#pragma once

#include <server/http/front/route_table.h>
#include <server/identity/identity_service.h>
#include <server/ledger/ledger_service.h>
#include <server/payments/invoice_store.h>
#include <server/payments/pdf_printer.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// Invoices, statements, the page of an account's billing, and who sells and buys.
class InvoiceHandlers
{
public:
    struct Services
    {
        storage::Database &database;
        ledger::LedgerService &ledger;
        identity::IdentityService &identity;
        payments::PdfPrinter &printer;
        const Clock &clock;
    };
    explicit InvoiceHandlers(Services services)
        : m_services(services)
    {}

    // billing.cpp
    QCoro::Task<Result<Answer>> billing(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> ownProfile(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> setOwnProfile(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> profile(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> setProfile(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> settings(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> setSettings(std::shared_ptr<Exchange> exchange);

    // invoices.cpp
    QCoro::Task<Result<Answer>> listOwn(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> oneOwn(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> make(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> makeVoid(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> markPaid(std::shared_ptr<Exchange> exchange);

    // statements.cpp
    QCoro::Task<Result<Answer>> ownStatement(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> statement(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> transactions(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> page(std::shared_ptr<Exchange> exchange, AccountId only);
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange, AccountId only);
    QCoro::Task<Result<Answer>> state(std::shared_ptr<Exchange> exchange, AccountId account, std::string zone);
    QCoro::Task<Result<Answer>> showProfile(std::shared_ptr<Exchange> exchange, AccountId account);
    QCoro::Task<Result<Answer>> changeProfile(std::shared_ptr<Exchange> exchange, AccountId account, bool byAdmin);

    Services m_services;
};

} // namespace beaver::http
