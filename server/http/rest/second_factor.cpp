#include <server/http/rest/account_json.h>
#include <server/http/rest/auth.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/qr_svg.h>
#include <server/http/rest/sign_in_json.h>

namespace beaver::http {

using FactorChange = identity::PeopleService::FactorChange;

QCoro::Task<Result<Answer>> AuthHandlers::setUpSecondFactor(std::shared_ptr<Exchange> exchange)
{
    auto settingUp = m_people.setUpSecondFactor(*exchange->loop, *exchange->principal);
    const auto setup = co_await settingUp;
    if (!setup)
        co_return setup.error();
    JsonWriter json;
    json.beginObject()
        .field("secret", setup->secret)
        .field("otpauth_url", setup->uri)
        .field("qr_svg", qrSvg(setup->uri))
        .endObject();
    Answer answer;
    answer.body = json.take();
    answer.headers.emplace_back("cache-control", "no-store");
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::changeSecondFactor(std::shared_ptr<Exchange> exchange, FactorChange wanted)
{
    JsonBody body(exchange->request->body);
    Secret code(body.text("code"));
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto changing =
        m_people.changeSecondFactor(*exchange->loop, *exchange->principal, wanted, std::move(code), exchange->caller);
    const auto codes = co_await changing;
    if (!codes)
        co_return codes.error();
    JsonWriter json;
    json.beginObject().field("two_factor", wanted != FactorChange::Disable);
    if (wanted != FactorChange::Disable)
        writeTexts(json, "recovery_codes", *codes);
    Answer answer;
    answer.body = json.endObject().take();
    answer.headers.emplace_back("cache-control", "no-store");
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::enableSecondFactor(std::shared_ptr<Exchange> exchange)
{
    auto changing = changeSecondFactor(exchange, FactorChange::Enable);
    co_return co_await changing;
}

QCoro::Task<Result<Answer>> AuthHandlers::disableSecondFactor(std::shared_ptr<Exchange> exchange)
{
    auto changing = changeSecondFactor(exchange, FactorChange::Disable);
    co_return co_await changing;
}

QCoro::Task<Result<Answer>> AuthHandlers::newRecoveryCodes(std::shared_ptr<Exchange> exchange)
{
    auto changing = changeSecondFactor(exchange, FactorChange::NewCodes);
    co_return co_await changing;
}

} // namespace beaver::http
