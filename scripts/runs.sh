# What the scripts that train share, for them to read in; $psgan is the program.

# psgan saves its run when it is interrupted; nothing that comes after training is to happen then.
trap 'exit 130' INT
trap 'exit 143' TERM

# The last snapshot in the folder of runs $1, nothing if there is none.
newest_snapshot() { find "$1" -name 'snapshot-*.pt' 2>/dev/null | sort | tail -n 1; }

# train_to_end RUNS FRESH... -- ALWAYS...: begins a run in RUNS with all these options, or goes on
# with the one there, then without FRESH. Fails if the run did not come to its end.
train_to_end() {
  local runs=$1 fresh=() folder
  shift
  while [ "$1" != -- ]; do fresh+=("$1"); shift; done
  shift
  if [ -n "$(newest_snapshot "$runs")" ]; then fresh=(--resume latest); fi
  "$psgan" train --outdir "$runs" "${fresh[@]}" "$@"
  folder=$(dirname "$(newest_snapshot "$runs")")
  if [ "$(tail -n 1 "$folder/log.txt")" != finished ]; then
    echo "$0: $folder has not come to its end; call again to go on" >&2
    return 1
  fi
}
