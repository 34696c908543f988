#include <admin-ui/client/fake_state.h>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

namespace {

QJsonObject endpoint(const State &state, int place, const QString &provider, const QString &name, const QString &region,
                     const QString &health, int firstByteMs, double failurePercent, const QString &status)
{
    const bool down = health == "down"_L1;
    QJsonArray strip;
    for (int i = 0; i < 48; ++i) {
        const std::uint32_t n = noise(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(place)) % 100;
        strip.append(down && i > 41                      ? u"down"_s
                     : health == "degraded"_L1 && i > 43 ? u"degraded"_s
                     : n < 2                             ? u"degraded"_s
                                                         : u"healthy"_s);
    }
    QJsonArray latency;
    for (int i = 0; i < 32; ++i)
        latency.append(static_cast<int>(
            firstByteMs *
            (0.75 + noise(static_cast<std::uint32_t>(i), 70u + static_cast<std::uint32_t>(place)) % 60 / 100.0)));
    const QJsonObject check{{u"ok"_s, !down},
                            {u"status"_s, down ? 0 : 200},
                            {u"took_ms"_s, down ? 5000 : firstByteMs / 3},
                            {u"detail"_s, down ? u"Connection refused."_s : QString()}};
    const QJsonObject shown{{u"state"_s, health},
                            {u"breaker"_s, down                      ? u"open"_s
                                           : health == "degraded"_L1 ? u"half_open"_s
                                                                     : u"closed"_s},
                            {u"reason"_s, down                      ? u"upstream_unreachable"_s
                                          : health == "degraded"_L1 ? u"upstream_timeout"_s
                                                                    : QString()},
                            {u"back_in_ms"_s, down ? 24'000 : 0},
                            {u"in_flight"_s, down ? 0 : 3 + place * 2},
                            {u"waiting"_s, 0},
                            {u"first_byte_ms"_s, firstByteMs},
                            {u"failure_percent"_s, failurePercent},
                            {u"cooling_models"_s, 0},
                            {u"answered"_s, down ? 812 : 24'810 + place * 3'119},
                            {u"failed"_s, static_cast<int>((24'810 + place * 3'119) * failurePercent / 100)},
                            {u"overloaded"_s, place},
                            {u"key_refused"_s, false},
                            {u"ejections"_s, down ? 4 : 0},
                            {u"last_used_at"_s, state.time(down ? 1'900 : 2)},
                            {u"last_checked_at"_s, state.time(22)},
                            {u"check"_s, check},
                            {u"strip"_s, strip},
                            {u"latency"_s, latency}};
    return {{u"id"_s, u"end_"_s + hex(0x51c0ffu + static_cast<std::uint32_t>(place) * 7919u, 8)},
            {u"name"_s, name},
            {u"provider"_s, provider},
            {u"base_url"_s, u"https://api.%1.example/v1"_s.arg(provider)},
            {u"has_credential"_s, true},
            {u"models"_s, provider == "litellm"_L1 ? QJsonArray{QJsonObject{{u"model"_s, u"*"_s}}} : QJsonArray()},
            {u"priority"_s, provider == "litellm"_L1 ? 200 : place % 2 * 10 + 100},
            {u"weight"_s, 100 - place * 10},
            {u"max_concurrency"_s, 200},
            {u"queue_length"_s, 100},
            {u"cost_percent"_s, 100},
            {u"region"_s, region},
            {u"timeouts"_s, QJsonObject{{u"connect_ms"_s, 5'000},
                                        {u"first_byte_ms"_s, 60'000},
                                        {u"silence_ms"_s, 60'000},
                                        {u"whole_ms"_s, 600'000},
                                        {u"hedge_ms"_s, place == 1 ? 1'500 : 0}}},
            {u"status"_s, status},
            {u"source"_s, place == 0 ? u"env"_s : u"admin"_s},
            {u"created_at"_s, state.time(86'400LL * 190)},
            {u"updated_at"_s, state.time(86'400LL * 9)},
            {u"health"_s, shown}};
}

bool seesPictures(QByteArrayView model)
{
    return model.startsWith("gpt-4o") || model.startsWith("gpt-4-turbo") || model == "o1" ||
           model.startsWith("claude-") || model.startsWith("gemini-1.5") || model.contains("vision");
}

} // namespace

const std::array<ModelFacts, 31> &models()
{
    static constexpr std::array<ModelFacts, 31> all{{
        {"gpt-4o", "openai", "GPT-4o", "2.5", "10", "1.25", "PREMIUM", 128000, 16384, 30},
        {"gpt-4o-mini", "openai", "GPT-4o mini", "0.15", "0.6", "0.075", "BUDGET", 128000, 16384, 24},
        {"gpt-4-turbo", "openai", "GPT-4 Turbo", "10", "30", "", "ULTRA_PREMIUM", 128000, 4096, 1},
        {"gpt-4", "openai", "GPT-4", "30", "60", "", "ULTRA_PREMIUM", 8192, 4096, 1},
        {"gpt-3.5-turbo", "openai", "GPT-3.5 Turbo", "0.5", "1.5", "", "BUDGET", 16385, 4096, 1},
        {"o1", "openai", "o1", "15", "60", "7.5", "ULTRA_PREMIUM", 200000, 100000, 4},
        {"o1-mini", "openai", "o1-mini", "1.1", "4.4", "0.55", "MID_RANGE", 128000, 65536, 1},
        {"claude-3-5-sonnet-20241022", "anthropic", "Claude 3.5 Sonnet (v2)", "3", "15", "0.3", "PREMIUM", 200000, 8192,
         34},
        {"claude-3-5-haiku-20241022", "anthropic", "Claude 3.5 Haiku", "0.8", "4", "0.08", "MID_RANGE", 200000, 8192,
         12},
        {"claude-3-opus-20240229", "anthropic", "Claude 3 Opus", "15", "75", "1.5", "ULTRA_PREMIUM", 200000, 4096, 1},
        {"claude-3-sonnet-20240229", "anthropic", "Claude 3 Sonnet", "3", "15", "", "PREMIUM", 200000, 4096, 1},
        {"claude-3-haiku-20240307", "anthropic", "Claude 3 Haiku", "0.25", "1.25", "0.03", "BUDGET", 200000, 4096, 1},
        {"gemini-1.5-pro", "google", "Gemini 1.5 Pro", "1.25", "5", "0.3125", "PREMIUM", 2097152, 8192, 9},
        {"gemini-1.5-flash", "google", "Gemini 1.5 Flash", "0.075", "0.3", "0.01875", "ULTRA_BUDGET", 1048576, 8192,
         14},
        {"gemini-1.5-flash-8b", "google", "Gemini 1.5 Flash-8B", "0.0375", "0.15", "0.01", "ULTRA_BUDGET", 1048576,
         8192, 1},
        {"gemini-pro", "google", "Gemini 1.0 Pro", "0.5", "1.5", "", "BUDGET", 32760, 8192, 1},
        {"gemini-pro-vision", "google", "Gemini 1.0 Pro Vision", "0.5", "1.5", "", "BUDGET", 30720, 2048, 1},
        {"deepseek-chat", "deepseek", "DeepSeek Chat (V3)", "0.27", "1.1", "0.07", "BUDGET", 65536, 8192, 11},
        {"deepseek-coder", "deepseek", "DeepSeek Coder", "0.14", "0.28", "0.014", "ULTRA_BUDGET", 128000, 4096, 1},
        {"deepseek-reasoner", "deepseek", "DeepSeek R1", "0.55", "2.19", "0.14", "MID_RANGE", 65536, 8192, 5},
        {"deepseek-v2", "deepseek", "DeepSeek V2", "0.14", "0.28", "0.014", "ULTRA_BUDGET", 128000, 4096, 1},
        {"deepseek-v2.5", "deepseek", "DeepSeek V2.5", "0.14", "0.28", "0.014", "ULTRA_BUDGET", 128000, 8192, 1},
        {"llama-3.1-sonar-small-128k-online", "perplexity", "Llama 3.1 Sonar Small 128K Online", "0.2", "0.2", "",
         "ULTRA_BUDGET", 127072, 127072, 1},
        {"llama-3.1-sonar-large-128k-online", "perplexity", "Llama 3.1 Sonar Large 128K Online", "1", "1", "", "BUDGET",
         127072, 127072, 1},
        {"llama-3.1-sonar-huge-128k-online", "perplexity", "Llama 3.1 Sonar Huge 128K Online", "5", "5", "", "PREMIUM",
         127072, 127072, 1},
        {"llama-3.1-sonar-small-128k-chat", "perplexity", "Llama 3.1 Sonar Small 128K Chat", "0.2", "0.2", "",
         "ULTRA_BUDGET", 131072, 131072, 1},
        {"llama-3.1-sonar-large-128k-chat", "perplexity", "Llama 3.1 Sonar Large 128K Chat", "1", "1", "", "BUDGET",
         131072, 131072, 1},
        {"llama-3.1-70b-instruct", "perplexity", "Llama 3.1 70B Instruct", "1", "1", "", "BUDGET", 131072, 131072, 3},
        {"grok-beta", "xai", "Grok Beta", "5", "15", "", "ULTRA_PREMIUM", 131072, 131072, 1},
        {"grok-2-1212", "xai", "Grok 2", "2", "10", "", "PREMIUM", 131072, 131072, 3},
        {"grok-2-vision-1212", "xai", "Grok 2 Vision", "2", "10", "", "PREMIUM", 32768, 32768, 1},
    }};
    return all;
}

double markupOf(const QString &category)
{
    return category == "ULTRA_BUDGET"_L1 ? 10
           : category == "BUDGET"_L1     ? 12.5
           : category == "MID_RANGE"_L1  ? 15
           : category == "PREMIUM"_L1    ? 5.5
                                         : 3.5;
}

void makeEndpoints(State &state)
{
    for (const auto &[place, facts] : std::initializer_list<std::pair<int, std::array<const char *, 4>>>{
             {0, {"openai", "openai-us", "us-east", "healthy"}},
             {1, {"anthropic", "anthropic-eu", "eu-west", "healthy"}},
             {2, {"google", "vertex-eu", "eu-west", "healthy"}},
             {3, {"openai", "openai-eu", "eu-west", "degraded"}},
             {4, {"deepseek", "deepseek", "ap-east", "healthy"}},
             {5, {"perplexity", "perplexity", "us-west", "healthy"}},
             {6, {"xai", "xai", "us-east", "down"}},
             {7, {"litellm", "litellm-1", "", "healthy"}}}) {
        static constexpr std::array latencies{412, 388, 301, 1'480, 620, 540, 0, 455};
        static constexpr std::array failures{0.21, 0.08, 0.12, 4.1, 0.6, 0.3, 100.0, 0.9};
        const auto at = static_cast<std::size_t>(place);
        state.endpoints.append(endpoint(state, place, QString::fromUtf8(facts[0]), QString::fromUtf8(facts[1]),
                                        QString::fromUtf8(facts[2]), QString::fromUtf8(facts[3]), latencies[at],
                                        failures[at], place == 6 ? u"paused"_s : u"active"_s));
    }
}

void makeModels(State &state)
{
    const QHash<QString, QJsonArray> aliases{{u"gpt-4o"_s, {u"gpt-4o-2024-11-20"_s, u"chatgpt-4o-latest"_s}},
                                             {u"claude-3-5-sonnet-20241022"_s, {u"claude-3-5-sonnet-latest"_s}},
                                             {u"gemini-1.5-flash"_s, {u"gemini-flash"_s}},
                                             {u"grok-2-1212"_s, {u"grok-2"_s, u"grok-2-latest"_s}}};
    for (const ModelFacts &each : fake::models()) {
        QJsonObject tier{{u"from_input_tokens"_s, 0},
                         {u"input"_s, QByteArray(each.input).toDouble()},
                         {u"output"_s, QByteArray(each.output).toDouble()}};
        if (*each.cachedRead)
            tier[u"cached_read"_s] = QByteArray(each.cachedRead).toDouble();
        state.models.append(QJsonObject{
            {u"id"_s, QString::fromUtf8(each.id)},
            {u"provider"_s, QString::fromUtf8(each.provider)},
            {u"name"_s, QString::fromUtf8(each.name)},
            {u"upstream_model"_s, QString::fromUtf8(each.id)},
            {u"is_active"_s, QByteArray(each.id) != "gemini-pro-vision"},
            {u"category"_s, QString::fromUtf8(each.category)},
            {u"context_length"_s, each.contextLength},
            {u"max_output_tokens"_s, each.maxOutput},
            {u"input_modalities"_s, seesPictures(each.id) ? QJsonArray{u"text"_s, u"image"_s} : QJsonArray{u"text"_s}},
            {u"output_modalities"_s, QJsonArray{u"text"_s}},
            {u"features"_s, QJsonArray{u"tools"_s, u"json_schema"_s}},
            {u"aliases"_s, aliases.value(QString::fromUtf8(each.id))},
            {u"price_state"_s, u"priced"_s},
            {u"price_version"_s, 3},
            {u"requests_30d"_s, each.popularity * 1'210},
            {u"list_prices"_s, QJsonArray{tier}}});
    }
    int percentile = 0;
    for (const auto &[name, cut, count] :
         std::initializer_list<std::tuple<const char *, double, int>>{{"ULTRA_BUDGET", 0.21, 7},
                                                                      {"BUDGET", 1.0, 6},
                                                                      {"MID_RANGE", 2.75, 6},
                                                                      {"PREMIUM", 9, 7},
                                                                      {"ULTRA_PREMIUM", 0, 5}}) {
        QJsonObject category{{u"id"_s, QString::fromUtf8(name)},
                             {u"name"_s, QString::fromUtf8(name)},
                             {u"markup_percent"_s, markupOf(QString::fromUtf8(name))},
                             {u"percentile"_s, percentile += 20},
                             {u"models"_s, count}};
        category[u"upper_cut_per_million"_s] = cut > 0 ? QJsonValue(cut) : QJsonValue();
        state.categories.append(category);
    }
    state.pricing = {{u"pricing_policy"_s, u"category_markup"_s},
                     {u"source"_s, u"BEAVER_PRICING"_s},
                     {u"configured"_s, u"category_markup"_s},
                     {u"recalculation"_s, QJsonObject{{u"every_s"_s, 86'400},
                                                      {u"last_at"_s, state.time(6 * 3'600)},
                                                      {u"next_at"_s, state.time(-18 * 3'600)}}}};
}

void makePlans(State &state)
{
    const auto plan = [&state](const QString &name, const QString &shown, int perMinute, int perMonth, int accountsOn) {
        QJsonObject limits;
        if (perMinute)
            limits = {{u"requests_per_minute"_s, perMinute}, {u"requests_per_month"_s, perMonth}};
        state.plans.append(QJsonObject{{u"id"_s, name},
                                       {u"name"_s, shown},
                                       {u"is_default"_s, name == "free"_L1},
                                       {u"accounts"_s, accountsOn},
                                       {u"limits"_s, limits}});
    };
    plan(u"free"_s, u"Free"_s, 60, 10'000, 9);
    plan(u"pro"_s, u"Pro"_s, 600, 200'000, 16);
    plan(u"enterprise"_s, u"Enterprise"_s, 5'000, 5'000'000, 14);
    plan(u"unlimited"_s, u"Unlimited"_s, 0, 0, 1);
}

} // namespace beaver::admin::fake
