# Runs a command for as long as somebody holds the other end of standard input. When that pipe breaks (lw_coder
# ended, even by kill -9, or its docker client did), everything is asked to end, and after 10 s forced to.
#
# usage: lifeline.sh SCOPE INPUT COMMAND...
#   SCOPE  namespace: this is a container or a pid namespace of our own, "everything" is everything in it
#          tree: "everything" is our descendants and our process group
#   INPUT  the command's standard input; empty for none
# POSIX sh; dash, bash and busybox run it.
scope=$1 input=${2:-/dev/null}
shift 2
unset TINI_KILL_PROCESS_GROUP

command -v "$1" >/dev/null 2>&1 || { echo "lw_coder: '$1' is not installed in this sandbox" >&2; exit 127; }

descendants() {
  ps -A -o pid= -o ppid= | awk -v root="$$" -v watcher="$watcher" '
    { parent[$1] = $2 }
    END {
      found[root] = 1
      do {
        more = 0
        for (id in parent) if (!(id in found) && (parent[id] in found) && id != watcher) { found[id] = more = 1 }
      } while (more)
      for (id in found) if (id != root) print id
    }'
}

# Whether this namespace runs anything but its first process, this script and its watcher.
others() {
  for entry in /proc/[0-9]*; do
    case ${entry#/proc/} in 1 | "$$" | "$watcher") ;; *) return 0 ;; esac
  done
  return 1
}

end_everything() {
  # A subshell's own id, for which POSIX sh has no variable.
  watcher=$(exec sh -c 'echo "$PPID"')
  if [ "$scope" = namespace ]; then
    kill -s TERM -- -1
    for second in 1 2 3 4 5 6 7 8 9 10; do
      others || return
      sleep 1
    done
    kill -s KILL -- -1
    return
  fi
  first=$(descendants)
  [ -z "$first" ] || kill -s TERM $first
  for second in 1 2 3 4 5 6 7 8 9 10; do
    alive=
    for id in $first; do kill -s 0 "$id" && alive=1; done
    [ -n "$alive" ] || break
    sleep 1
  done
  last="$first $(descendants)"
  for id in $last; do kill -s KILL "$id"; done
  kill -s KILL -- "-$$"
}

# Descriptor 3 is the lifeline. Nothing is ever written to it, so reading ends only when it breaks.
exec 3<&0 </dev/null
broken=
trap 'broken=1' USR1
trap : TERM INT HUP QUIT
(
  trap '' TERM INT HUP QUIT
  while read -r nothing <&3; do :; done
  kill -s USR1 "$$"
  end_everything
) >/dev/null 2>&1 &
guard=$!

# In the foreground: a background job of a shell would ignore SIGINT, and so would everything it starts.
"$@" <"$input" 3<&-
code=$?

# The command may have left children behind that the watcher is still waiting for.
if [ -n "$broken" ]; then wait "$guard"; else kill -s KILL "$guard" 2>/dev/null; fi
exit "$code"
