#include <server/identity/key_material.h>
#include <server/identity/password_hasher.h>
#include <sodium.h>

#include <array>

namespace beaver::identity {

namespace {

Error busy()
{
    return {ErrorCode::Unavailable, "Too many sign-ins at once. Try again in a moment.", {}, {}, {}, 1000};
}

} // namespace

PasswordHasher::PasswordHasher(HashCost cost, int threads, std::size_t queueLength)
    : m_cost(cost)
    , m_queueLength(queueLength)
{
    if (m_cost.opsLimit == 0)
        m_cost.opsLimit = crypto_pwhash_OPSLIMIT_INTERACTIVE;
    if (m_cost.memLimit == 0)
        m_cost.memLimit = crypto_pwhash_MEMLIMIT_INTERACTIVE;
    if (auto nobody = hashNow(Secret(randomText(32))))
        m_nobody = std::move(*nobody);
    for (int at = 0; at < threads; ++at)
        m_threads.emplace_back([this] { work(); });
}

PasswordHasher::~PasswordHasher()
{
    std::deque<Job> left;
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        left.swap(m_jobs);
    }
    m_wake.notify_all();
    for (const Job &job : left)
        job(true);
    for (std::thread &thread : m_threads)
        thread.join();
}

ops::Future<Result<std::string>> PasswordHasher::hash(ops::Executor &loop, Secret password)
{
    const ops::Promise<Result<std::string>> promise(loop);
    const bool taken = submit([this, promise, password = std::move(password)](bool dropped) {
        promise.set(dropped ? Result<std::string>(busy()) : hashNow(password));
    });
    if (!taken)
        promise.set(busy());
    return promise.future();
}

ops::Future<Result<PasswordHasher::Check>> PasswordHasher::verify(ops::Executor &loop, std::string stored,
                                                                  Secret password)
{
    const ops::Promise<Result<Check>> promise(loop);
    const bool taken =
        submit([this, promise, stored = std::move(stored), password = std::move(password)](bool dropped) {
            promise.set(dropped ? Result<Check>(busy()) : Result<Check>(check(stored, password)));
        });
    if (!taken)
        promise.set(busy());
    return promise.future();
}

Result<std::string> PasswordHasher::hashNow(const Secret &password) const
{
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const std::string &plain = password.reveal();
    if (crypto_pwhash_str(text.data(), plain.data(), plain.size(), m_cost.opsLimit, m_cost.memLimit) != 0) {
        Error error = busy();
        error.detail = "crypto_pwhash_str failed: not enough memory for " + std::to_string(m_cost.memLimit) + " bytes";
        return error;
    }
    return std::string(text.data());
}

PasswordHasher::Check PasswordHasher::check(const std::string &stored, const Secret &password)
{
    ++m_verifications;
    const std::string &against = stored.empty() ? m_nobody : stored;
    const std::string &plain = password.reveal();
    // It takes a NUL-terminated text of at most crypto_pwhash_STRBYTES; ours are.
    const bool matches = crypto_pwhash_str_verify(against.c_str(), plain.data(), plain.size()) == 0 && !stored.empty();
    return {matches, matches && crypto_pwhash_str_needs_rehash(stored.c_str(), m_cost.opsLimit, m_cost.memLimit) != 0};
}

bool PasswordHasher::submit(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_ending || m_jobs.size() >= m_queueLength)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

void PasswordHasher::work()
{
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job(false);
    }
}

} // namespace beaver::identity
