#pragma once

#include <QThreadPool>

#include <server/ops/async.h>
#include <shared/base/result.h>

#include <string>

namespace beaver::payments {

/// Prints HTML as PDF in a child process (`beaver-print-pdf`, beside this program): fonts and layout are Qt Gui's, and
/// what they take or break is the child's. At most two at a time; more wait. Any thread.
class PdfPrinter
{
public:
    PdfPrinter();
    ~PdfPrinter();

    ops::Future<Result<std::string>> print(ops::Executor &loop, std::string html);

private:
    QThreadPool m_pool;
    std::atomic<int> m_waiting = 0;
};

} // namespace beaver::payments
