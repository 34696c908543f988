#pragma once

namespace beaver::app {

/// `beaverd print-pdf`: HTML from the standard input becomes a PDF on the standard output. A process of its own,
/// because it needs Qt's fonts and layout, which the service must not depend on while it serves. Returns the exit code.
int printPdf(int argc, char **argv);

} // namespace beaver::app
