#!/usr/bin/env bash
# The steps of the action: annotations and a job summary, then the exit code of the worst. Inputs come by the environment.
set -uo pipefail

temporary="${RUNNER_TEMP:-$(mktemp -d)}"
summary="${GITHUB_STEP_SUMMARY:-/dev/null}"
[ -f "$SANSO/dist/main.js" ] || (cd "$SANSO" && npm ci --no-audit --no-fund) >&2 || exit 70

common=(--lang "${SANSO_LANG:-ja}")
[ -n "${SANSO_AS_OF:-}" ] && common+=(--as-of "$SANSO_AS_OF")
[ -n "${SANSO_FAIL_ON:-}" ] && common+=(--fail-on "$SANSO_FAIL_ON")
# Said either way: the settings of the branch that is judged must not loosen its judgement.
if [ "${SANSO_ALLOW_UNKNOWN:-false}" = true ]; then common+=(--allow-unknown); else common+=(--no-allow-unknown); fi
if [ -n "${SANSO_REDACT_KEY:-}" ]; then
  key="$temporary/sanso-redact.key"
  (umask 077 && printf '%s\n' "$SANSO_REDACT_KEY" >"$key") || exit 70
  trap 'rm -f "$key"' EXIT
  common+=(--redact --redact-key "$key")
fi
unset SANSO_REDACT_KEY

sanso() { node "$SANSO/bin/run.js" "$@"; }
worst=0
# As several networks of one run: the first of these that any step ended with.
note() {
  local one
  for one in 70 130 2 3 1 4 0; do
    if [ "$1" = "$one" ] || [ "$worst" = "$one" ]; then worst=$one; return; fi
  done
  worst=70
}

if [ -n "${SANSO_BASE:-}" ]; then
  options=("${common[@]}" --format text --format "markdown=$temporary/sanso-diff.md")
  [ "${SANSO_PREMISES:-false}" = true ] && options+=(--fail-on-premise-change)
  sanso diff "${options[@]}" -- "git:$SANSO_BASE" "${SANSO_NETWORK:-.}"
  note $?
  [ -f "$temporary/sanso-diff.md" ] && cat "$temporary/sanso-diff.md" >>"$summary"
fi

if [ "${SANSO_CHECK:-true}" = true ]; then
  options=("${common[@]}" --format github --format "markdown=$temporary/sanso-check.md")
  if [ -n "${SANSO_BASELINE:-}" ]; then
    # As it is where the change goes, or the change could add its own holes to what is known.
    if [ -n "${SANSO_BASE:-}" ] && git cat-file -e "$SANSO_BASE:./$SANSO_BASELINE" 2>/dev/null; then SANSO_BASELINE="git:$SANSO_BASE:$SANSO_BASELINE"; fi
    options+=(--baseline "$SANSO_BASELINE")
  fi
  # Paths are separated by spaces, and patterns in them are for sanso to read.
  read -r -a paths <<<"${SANSO_PATHS:-}"
  sanso check "${options[@]}" -- ${paths[@]+"${paths[@]}"}
  note $?
  [ -f "$temporary/sanso-check.md" ] && cat "$temporary/sanso-check.md" >>"$summary"
fi

[ -n "${GITHUB_OUTPUT:-}" ] && printf 'exit-code=%s\n' "$worst" >>"$GITHUB_OUTPUT"
exit "$worst"
