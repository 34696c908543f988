#include <QCoreApplication>
#include <QTimer>

#include <server/app/drain_signal.h>
#include <server/app/endpoints.h>
#include <server/app/loop_thread.h>
#include <server/app/master_key.h>
#include <server/app/serve.h>
#include <server/identity/cidr.h>
#include <server/identity/expiry_notices.h>
#include <server/routing/health_monitor.h>
#include <server/storage/database_url.h>
#include <server/storage/migrator.h>

#include <algorithm>
#include <cstdio>
#include <thread>

// tcmalloc's, where it is linked. https://gperftools.github.io/gperftools/tcmalloc.html
extern "C" __attribute__((weak)) void MallocExtension_ReleaseFreeMemory();

namespace beaver::app {

namespace {

/// What starting took and freed goes back to the system: tcmalloc would keep it until much is freed, and an idle
/// gateway frees nothing.
void giveBackMemory()
{
    if (MallocExtension_ReleaseFreeMemory)
        MallocExtension_ReleaseFreeMemory();
}

int stop(const Error &error)
{
    std::fprintf(stderr, "beaverd: %s\n", error.message.c_str());
    if (!error.detail.empty())
        std::fprintf(stderr, "  %s\n", error.detail.c_str());
    return 1;
}

storage::Settings servingSettings(const ops::Options &options)
{
    storage::Settings settings;
    settings.url = options.text("DATABASE_URL");
    settings.durability =
        options.text("BEAVER_DURABILITY") == "strict" ? storage::Durability::Strict : storage::Durability::Commit;
    settings.gatherUs = 300; // under load calls share commits; a lone one goes at once
    settings.gatherMostUs = 2500;
    settings.idleLoopsWrite = settings.durability == storage::Durability::Commit;
    settings.stalledMs = 2000; // a hiccup of the disk is waited for: who is turned away would only come again
    return settings;
}

/// One that is mistyped would silently make all clients one address.
Result<void> checkProxies(const ops::Options &options)
{
    for (const auto &proxy : options.list("BEAVER_TRUSTED_PROXIES")) {
        if (!identity::Cidr::parse(proxy))
            return Error{ErrorCode::InvalidRequest,
                         "BEAVER_TRUSTED_PROXIES takes addresses such as 192.0.2.1 and blocks such as 172.16.0.0/12, "
                         "divided by commas, not '" +
                             proxy + "'.",
                         "BEAVER_TRUSTED_PROXIES",
                         {},
                         {},
                         0};
    }
    return {};
}

/// `host:port`, `[v6]:port`, or a port alone.
Result<std::pair<std::string, std::uint16_t>> splitAddress(const std::string &address)
{
    const std::size_t colon = address.rfind(':');
    std::string host = colon == std::string::npos ? "127.0.0.1" : address.substr(0, colon);
    const std::string port = colon == std::string::npos ? address : address.substr(colon + 1);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    const bool digits = !port.empty() && port.size() <= 5 &&
                        std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || std::stoi(port) > 65'535)
        return invalid("BEAVER_LISTEN", "BEAVER_LISTEN takes address:port, not '" + address + "'.");
    return std::pair(host, static_cast<std::uint16_t>(std::stoi(port)));
}

struct Listeners
{
    std::vector<std::vector<int>> ofLoop;
    std::vector<std::string> urls;
};

/// Each loop has a socket of its own on each address; the kernel deals connections out.
Result<Listeners> openListeners(const ops::Options &options, int loops)
{
    Listeners listeners;
    listeners.ofLoop.resize(static_cast<std::size_t>(loops));
    for (const auto &address : options.list("BEAVER_LISTEN")) {
        const auto split = splitAddress(address);
        if (!split)
            return split.error();
        std::uint16_t port = split->second;
        for (auto &sockets : listeners.ofLoop) {
            const auto listening = http::openListener(split->first, port);
            if (listening.descriptor < 0)
                return Error{ErrorCode::Unavailable,
                             "Can't listen on " + address + ": " + listening.error +
                                 ". Choose another in BEAVER_LISTEN.",
                             "BEAVER_LISTEN",
                             {},
                             {},
                             0};
            port = listening.port;
            sockets.push_back(listening.descriptor);
        }
        const bool v6 = split->first.find(':') != std::string::npos;
        listeners.urls.push_back("http://" + (v6 ? "[" + split->first + "]" : split->first) + ":" +
                                 std::to_string(port));
    }
    return listeners;
}

http::EdgeLimits edgeLimits(const ops::Options &options)
{
    http::EdgeLimits limits;
    limits.headersMs = options.number("BEAVER_HEADER_TIMEOUT_MS");
    limits.keepAliveMs = options.number("BEAVER_KEEP_ALIVE_MS");
    limits.connections = static_cast<int>(options.number("BEAVER_MAX_CONNECTIONS"));
    limits.connectionsPerAddress = static_cast<int>(options.number("BEAVER_MAX_CONNECTIONS_PER_ADDRESS"));
    return limits;
}

http::WebSocketLimits webSocketLimits(const ops::Options &options)
{
    http::WebSocketLimits limits;
    limits.pingMs = options.number("BEAVER_WEBSOCKET_PING_MS");
    limits.pongMs = options.number("BEAVER_WEBSOCKET_PONG_MS");
    return limits;
}

providers::TransportLimits transportLimits(const ops::Options &options)
{
    providers::TransportLimits limits;
    limits.connectMs = options.number("BEAVER_UPSTREAM_CONNECT_MS");
    limits.firstByteMs = options.number("BEAVER_UPSTREAM_FIRST_BYTE_MS");
    limits.silenceMs = options.number("BEAVER_UPSTREAM_SILENCE_MS");
    limits.wholeMs = options.number("BEAVER_UPSTREAM_WHOLE_MS");
    return limits;
}

void showAdministrator(const identity::IdentityService::FirstAdministrator &made)
{
    if (!made.password && !made.apiKey)
        return;
    std::printf("The first administrator was made. This is shown once:\n  e-mail:        %s\n",
                made.account.email.c_str());
    if (made.password)
        std::printf("  password:      %s\n", made.password->reveal().c_str());
    if (made.apiKey)
        std::printf("  admin API key: %s\n", made.apiKey->reveal().c_str());
}

} // namespace

int serve(const ops::Options &options)
{
    std::atomic<bool> draining = false;
    // Blocks the signals before any thread is made.
    std::function<void(int)> onSignal;
    const DrainSignal signal([&onSignal](int number) {
        if (onSignal)
            onSignal(number);
    });

    if (auto proxies = checkProxies(options); !proxies)
        return stop(proxies.error());
    const SystemClock clock;
    const auto file = storage::sqlitePath(options.text("DATABASE_URL"));
    if (!file)
        return stop(file.error());
    const auto settings = servingSettings(options);
    const auto migrated = storage::Migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock).up();
    if (!migrated)
        return stop(migrated.error());
    const auto key = masterKey(options.secret("BEAVER_SECRET_KEY"), *file);
    if (!key)
        return stop(key.error());

    std::vector<std::unique_ptr<LoopThread>> loops; // dies after the services that post to it
    ops::EventLoop ownLoop;                         // so does this one, of what goes on beside calls,
    std::unique_ptr<Commerce> commerce;             // and this, which the database's threads ask until they end
    auto database = storage::Database::open(settings, clock);
    if (!database)
        return stop(database.error());

    usage::UsageService usage(**database);
    if (auto started = usage.start(); !started)
        return stop(started.error());
    limits::LimitsService limits(**database, clock); // its counters come from the sums
    if (auto started = limits.start(options.text("BEAVER_PLANS")); !started)
        return stop(started.error());
    catalog::CatalogueService catalogue(**database, clock, *catalog::Policy::byName(options.text("BEAVER_PRICING")));
    if (auto started = catalogue.start(); !started)
        return stop(started.error());
    identity::Settings identitySettings;
    identitySettings.masterKey = *key;
    identitySettings.defaultPlan = [&limits] { return limits.firstPlan(); };
    identity::IdentityService identity(identitySettings, **database, clock);
    const auto administrator =
        identity.ensureAdministrator(options.text("BEAVER_ADMIN_EMAIL"), options.secret("BEAVER_ADMIN_PASSWORD"));
    if (!administrator)
        return stop(administrator.error());
    if (auto started = identity.start(); !started)
        return stop(started.error());
    ledger::LedgerService ledger(**database, clock, usage);
    const auto interrupted = ledger.start();
    if (!interrupted)
        return stop(interrupted.error());
    if (!(*database)->flush(10'000))
        return stop({ErrorCode::Unavailable,
                     "The holds of interrupted calls can't be voided: the database can't be written.",
                     {},
                     {},
                     (*database)->lastFailure(),
                     0});
    relay::Idempotency idempotency(**database, clock);
    auto endpoints = configuredEndpoints(options);
    if (!endpoints)
        return stop(endpoints.error());
    routing::RouterSettings routerSettings;
    routerSettings.strategy = *routing::strategyByName(options.text("BEAVER_ROUTING"));
    routerSettings.hedgeMs = options.number("BEAVER_HEDGE_MS");
    routerSettings.hedgePercent = static_cast<int>(options.number("BEAVER_HEDGE_PERCENT"));
    routing::Router router(clock, routerSettings);
    Tenants tenants(options, *key, endpoints->profiles, **database, clock);
    if (auto started = tenants.projects.start(); !started)
        return stop(started.error());
    routing::EndpointService endpointService(**database, router, *key, std::move(endpoints->profiles), clock);
    if (auto started = endpointService.start(std::move(endpoints->endpoints)); !started)
        return stop(started.error());

    Jobs jobs(options, *file, **database, clock);
    if (auto started = jobs.files.start(); !started)
        return stop(started.error());

    int count = static_cast<int>(options.number("BEAVER_LOOPS"));
    if (count == 0)
        count = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    const auto listeners = openListeners(options, count);
    if (!listeners)
        return stop(listeners.error());
    const std::string publicUrl =
        options.isSet("BEAVER_PUBLIC_URL") ? options.text("BEAVER_PUBLIC_URL") : listeners->urls.front();
    Billing billing(*key, **database, ledger, router, clock, options.number("BEAVER_LOG_RETENTION_DAYS"),
                    options.number("BEAVER_BODY_RETENTION_DAYS"));
    usage.listen([feed = billing.feed](const auto &calls) { feed->settled(calls); });
    if (auto started = billing.start(); !started)
        return stop(started.error());
    People people(options, *key, publicUrl, identity, clock);
    const auto sending = mailSettings(options);
    if (!sending)
        return stop(sending.error());
    const mail::Sender sender(*sending, people.outbox, **database, clock);

    cache::Settings cacheSettings;
    cacheSettings.memoryBytes = static_cast<std::size_t>(options.number("BEAVER_CACHE_MEMORY_MB")) * 1024 * 1024;
    cache::ReplyCache replyCache(**database, clock, cacheSettings);

    commerce = std::make_unique<Commerce>(options, *key, people.outbox, **database, ledger, clock);

    http::AccessLog accessLog(options.text("BEAVER_ACCESS_LOG") == "on");
    http::Metrics metrics;
    const auto bounds = edgeLimits(options);
    const Shared shared{
        clock,
        **database,
        identity,
        catalogue,
        limits,
        ledger,
        idempotency,
        router,
        replyCache,
        endpointService,
        accessLog,
        metrics,
        jobs,
        people,
        *commerce,
        tenants,
        billing,
        http::makeConnectionQuota(bounds),
        draining,
        bounds,
        {options.list("CORS_ORIGINS"), options.list("BEAVER_TRUSTED_PROXIES"), options.text("BEAVER_PUBLIC_URL")},
        transportLimits(options),
        {options.number("BEAVER_SIMULATED_LATENCY_MS"), options.number("BEAVER_SIMULATED_TOKENS_PER_SECOND"), 120},
        options.list("BEAVER_METRICS_ALLOW"),
        static_cast<std::size_t>(options.number("BEAVER_MAX_BODY")),
        options.text("BEAVER_CACHE") == "on",
        webSocketLimits(options),
        options.text("BEAVER_LITELLM_HEADERS") == "1"};

    for (const auto &sockets : listeners->ofLoop)
        loops.push_back(std::make_unique<LoopThread>(shared, sockets));
    // Batches have a loop of their own: they delay no client's call.
    loops.push_back(std::make_unique<LoopThread>(shared, std::vector<int>(), true));

    if (*administrator)
        showAdministrator(**administrator);
    if (*interrupted > 0)
        std::printf("%d calls were interrupted when the gateway last stopped; their holds are free again.\n",
                    *interrupted);
    for (const auto &url : listeners->urls)
        std::printf("Beaver %s listens on %s\n", BEAVER_VERSION, url.c_str());
    std::fflush(stdout);

    QTimer holds;
    QObject::connect(&holds, &QTimer::timeout, &holds, [&ledger] { ledger.tick(); });
    holds.start(50);
    QTimer queues;
    QObject::connect(&queues, &QTimer::timeout, &queues, [&router] { router.expireWaiters(); });
    queues.start(20);
    const routing::HealthMonitor health(
        ownLoop, shared.transport, router, clock, options.number("BEAVER_HEALTH_INTERVAL_S") * 1000,
        [&commerce](const routing::EndpointView &view) {
            commerce->alerts.endpoint({view.stored->id.text(), view.stored->settings.name, view.endpoint->profile->name,
                                       std::string(view.health.word()), view.health.reason});
        });
    std::optional<CommerceWorker> commerceWorker;
    commerceWorker.emplace(ownLoop, *commerce, catalogue, limits, **database, clock);
    identity::ExpiryNotices keyNotices(**database, people.outbox, clock);
    keyNotices.tick();
    QTimer noticing;
    QObject::connect(&noticing, &QTimer::timeout, &noticing, [&keyNotices] { keyNotices.tick(); });
    noticing.start(600'000);
    QTimer uses;
    QObject::connect(&uses, &QTimer::timeout, &uses, [&identity] { identity.writeUses(); });
    uses.start(5'000);
    QTimer keeping;
    QObject::connect(&keeping, &QTimer::timeout, &keeping, [&replyCache] { replyCache.forgetOld(); });
    keeping.start(60'000);
    QTimer totals;
    QObject::connect(&totals, &QTimer::timeout, &totals, [&usage] { usage.tick(); });
    totals.start(1'000);
    QTimer feeding;
    QObject::connect(&feeding, &QTimer::timeout, &feeding, [&billing] { billing.feed->tick(); });
    feeding.start(1'000);
    QTimer keepingLog;
    QObject::connect(&keepingLog, &QTimer::timeout, &keepingLog, [&billing] {
        billing.log->tick();
        billing.bodies->tick();
    });
    keepingLog.start(1'000);
    QTimer invoicing;
    QObject::connect(&invoicing, &QTimer::timeout, &invoicing, [&billing] { billing.invoices->run(); });
    invoicing.start(600'000);
    billing.invoices->run();
    QTimer cleaning;
    QObject::connect(&cleaning, &QTimer::timeout, &cleaning, [&idempotency] { idempotency.forgetOld(); });
    cleaning.start(10'000); // few at a time: the writer has calls to settle

    QTimer waiting;
    std::int64_t deadlineUs = 0;    // for calls
    std::int64_t ownDeadlineUs = 0; // for what goes on beside them
    bool ended = false;
    QObject::connect(&waiting, &QTimer::timeout, &waiting, [&] {
        int busy = 0;
        for (const auto &loop : loops)
            busy += loop->busy();
        const std::int64_t left = deadlineUs - clock.monotonicUs();
        // What goes on beside calls stops anywhere and is taken up at the next start; short steps of it end here.
        const bool between = ownLoop.awaiting() == 0 || clock.monotonicUs() > ownDeadlineUs;
        if ((busy == 0 && between) || left < -2'000'000)
            QCoreApplication::quit();
        if (left < 0 && !std::exchange(ended, true)) {
            for (const auto &loop : loops)
                loop->endCalls();
        }
    });
    onSignal = [&](int) {
        if (draining.exchange(true)) {
            deadlineUs = clock.monotonicUs(); // asked twice: no more waiting
            return;
        }
        std::fprintf(stderr, "beaverd: finishing the calls under way\n");
        deadlineUs = clock.monotonicUs() + options.number("BEAVER_DRAIN_S") * 1'000'000;
        ownDeadlineUs = clock.monotonicUs() + 1'000'000;
        for (const auto &loop : loops)
            loop->drain();
        waiting.start(20);
    };
    giveBackMemory();
    QCoreApplication::exec();

    commerceWorker.reset();
    usage.finish();
    identity.writeUses();
    const bool written = (*database)->flush(5'000);
    metrics.clear();
    for (const auto &loop : loops)
        loop->stop();
    std::fprintf(stderr, "beaverd: stopped%s\n", written ? "" : "; the database could not be written at the end");
    return written ? 0 : 1;
}

} // namespace beaver::app
