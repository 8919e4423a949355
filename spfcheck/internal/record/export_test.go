package record

// Slips gives the English problem of every slip that is recognized, so that a
// test can demand a case for each.
func Slips() []string {
	var problems []string
	for _, table := range [][]slip{versionSlips, slips, suspects} {
		for _, s := range table {
			problems = append(problems, s.problem.EN)
		}
	}
	return problems
}
