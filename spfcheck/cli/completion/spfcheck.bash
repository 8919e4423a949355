# bash completion for spfcheck. To load it once: source <(spfcheck completion bash)

_spfcheck() {
	local line=${COMP_LINE:0:COMP_POINT} breaks=${COMP_WORDBREAKS//[^=:]/}
	local words current taken="" candidate
	read -ra words <<<"$line"
	if [[ $line == *[[:space:]] ]]; then words+=(""); fi
	current=${words[${#words[@]} - 1]}
	# Readline replaces only what stands behind the last = or : of a word.
	if [[ -n $breaks ]]; then taken=${current%"${current##*["$breaks"]}"}; fi
	COMPREPLY=()
	while IFS=$'\t' read -r candidate _; do
		if [[ $candidate == :files ]]; then return; fi # "-o default" completes them
		COMPREPLY+=("${candidate#"$taken"}")
	done < <("$1" completion candidates -- "${words[@]:1}" 2>/dev/null)
	compopt +o default 2>/dev/null # bash 3 has no compopt, and shows files
}

complete -o default -F _spfcheck spfcheck
