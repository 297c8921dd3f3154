/** Stands in for native-watchdog, which is compiled: ends the extension host when the server is gone. */
const INTERVAL_MS = 2000;
const PARENT_GONE = 87;

exports.start = (pid) => {
  const look = () => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(PARENT_GONE);
    }
  };
  setInterval(look, INTERVAL_MS).unref();
};

exports.exit = (code) => process.exit(code ?? 0);
