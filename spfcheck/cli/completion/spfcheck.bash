# bash completion for spfcheck. To load it once: source <(spfcheck completion bash)

_spfcheck() {
	local line=${COMP_LINE:0:COMP_POINT} breaks=${COMP_WORDBREAKS//[^=:]/}
	local words current taken="" candidate help
	local -a helps
	read -ra words <<<"$line"
	if [[ $line == *[[:space:]] ]]; then words+=(""); fi
	current=${words[${#words[@]} - 1]}
	# Readline replaces only what stands behind the last = or : of a word.
	if [[ -n $breaks ]]; then taken=${current%"${current##*["$breaks"]}"}; fi
	COMPREPLY=()
	while IFS=$'\t' read -r candidate help; do
		if [[ $candidate == :files ]]; then return; fi # "-o default" completes them
		COMPREPLY+=("${candidate#"$taken"}")
		helps+=("$help")
	done < <("$1" completion candidates -- "${words[@]:1}" 2>/dev/null)
	compopt +o default 2>/dev/null # bash 3 has no compopt, and shows files
	_spfcheck_describe
}

# Puts what each word means beside it, where they are listed: not where there is one, or
# where one after the other is put in (COMP_TYPE 37 and 42, menu-complete and
# insert-completions).
_spfcheck_describe() {
	local i room widest=0 text
	if ((${#COMPREPLY[@]} < 2 || COMP_TYPE == 37 || COMP_TYPE == 42)); then return; fi
	for text in "${COMPREPLY[@]}"; do
		if ((${#text} > widest)); then widest=${#text}; fi
	done
	for i in "${!COMPREPLY[@]}"; do
		text=${helps[i]} room=$((${COLUMNS:-80} - widest - 5))
		if [[ $text == *[!\ -~]* ]]; then room=$((room / 2)); fi # Japanese is twice as wide
		if [[ -z $text ]] || ((room < 8)); then continue; fi
		if ((${#text} > room)); then text=${text:0:room-1}…; fi
		printf -v text '%-*s  (%s)' "$widest" "${COMPREPLY[i]}" "$text"
		COMPREPLY[i]=$text
	done
}

complete -o default -F _spfcheck spfcheck
